import { onActivemq } from '@parley/brokers';
import { openProxy, type FaultProxy } from '@parley/faults';
import { openAmqp1Receiver, openAmqp1Sender, type Amqp1Message } from '@parley/middleware/amqp1';
import { until } from '@parley/staging';
import { entity } from './place';

jest.setTimeout(60_000);

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const name = 'test';
const withinMs = 10_000;
const messageOf = (id: string): Amqp1Message => ({ id, properties: {}, body: Buffer.from(id) });

/** A queue of our own, through a fault proxy. */
const opened = async (): Promise<{ url: string; queue: string; proxy: FaultProxy }> => {
  const ground = await onActivemq()();
  closing.push(ground.close);
  const url = new URL(ground.connect('any', 0)[0]!);
  const proxy = await openProxy({ carrier: 'tcp', target: { host: url.hostname, port: Number(url.port) } });
  closing.push(proxy.close);
  const queue = entity.nodeOf(url.href);
  url.port = String(proxy.port);
  return { url: url.href, queue, proxy };
};

const sending = async (url: string, target: string) => {
  const sender = await openAmqp1Sender({ url, name, target, withinMs, idleMs: 1000 });
  closing.push(sender.close);
  return sender;
};

const receiving = async (url: string, source: string, handle: (id: string) => Promise<void>, attempts = 5) => {
  const refused: string[] = [];
  const receiver = await openAmqp1Receiver<string>({
    url,
    name,
    source,
    withinMs,
    attempts,
    decode: ({ id = '' }) => id,
    handle,
    refused: ({ reason }) => void refused.push(reason),
  });
  closing.push(receiver.close);
  return refused;
};

test('wrong credentials, and a certificate of another authority: fatal, at once', async () => {
  const { url, queue } = await opened();
  const wrong = new URL(url);
  wrong.password = 'nobody-has-this';
  await expect(sending(wrong.href, queue)).rejects.toMatchObject({ kind: 'fatal', reason: 'credentials' });
  const strange = new URL(url);
  strange.searchParams.delete('ca');
  await expect(sending(strange.href, queue)).rejects.toMatchObject({ kind: 'fatal', reason: 'untrusted' });
});

test('a connection that is cut is opened again, with its link, though ActiveMQ knows the first one still', async () => {
  const { url, queue, proxy } = await opened();
  const got: string[] = [];
  await receiving(url, queue, async (id) => void got.push(id));
  const sender = await sending(url, queue);
  await sender.send(messageOf('before'), 10_000);
  proxy.cut();
  // What is handed over before the cut is noticed is told as unknown.
  const again = () => sender.send(messageOf('after'), 10_000);
  await again().catch(again);
  await until(() => got.includes('before') && got.includes('after'), 20_000);
});

test('a broker that goes silent is given up; every call settles within its deadline, as unknown', async () => {
  const { url, queue, proxy } = await opened();
  const sender = await sending(url, queue);
  proxy.blackHole(true);
  const calls = [1, 2, 3].map((id) => sender.send(messageOf(`${id}`), 700).catch(({ kind }) => kind));
  expect(await Promise.all(calls)).toEqual(['unknown', 'unknown', 'unknown']);
  proxy.blackHole(false);
  proxy.cut();
  const again = () => sender.send(messageOf('again'), 10_000);
  await again().catch(again);
});

test('what is refused goes to the broker’s queue of the dead, the rest goes on', async () => {
  const { url, queue } = await opened();
  const sender = await sending(url, queue);
  const good: string[] = [];
  const refused = await receiving(
    url,
    queue,
    async (id) => {
      if (id.startsWith('bad')) throw new TypeError('a fault');
      good.push(id);
    },
    2,
  );
  const bad = `bad-${queue}`;
  await sender.send(messageOf(bad), 10_000);
  await sender.send(messageOf('good'), 10_000);
  await until(() => good.length === 1 && refused.length === 1, 15_000);
  expect([good, refused]).toEqual([['good'], ['attempts']]);
  const dead: string[] = [];
  await receiving(url, 'ActiveMQ.DLQ', async (id) => void dead.push(id));
  await until(() => dead.includes(bad), 15_000);
});
