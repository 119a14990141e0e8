import { randomUUID } from 'node:crypto';
import { FrameImpl, Parser } from '@stomp/stompjs';
import { Fatal, Retryable } from '@parley/faults';
import { deleteQueue } from '../rabbitmq/testing';
import { afterwards, closeAll, throughProxy, until, withWrongPassword } from '../brokered/testing';
import { openStompReceiver, openStompSender, type StompMessage, type StompReceiverOptions } from './index';

jest.setTimeout(60_000);
afterEach(closeAll);

const url = (): string => process.env.PARLEY_TEST_STOMP_URL ?? '';
/** A queue of a name that nobody has, gone after the test. */
const fresh = (): string => {
  const name = `test.${randomUUID()}`;
  afterwards(() => deleteQueue(name));
  return `/queue/${name}`;
};
const messageOf = (id: string, more: Partial<StompMessage> = {}): StompMessage => ({
  id,
  headers: {},
  body: Buffer.from(id),
  ...more,
});

const sending = async (destination: string, address = url()) => {
  const sender = await openStompSender({ url: address, destination, withinMs: 10_000, heartbeatMs: 500 });
  afterwards(sender.close);
  return sender;
};

const receiving = async (
  destination: string,
  handle: (message: StompMessage) => Promise<void>,
  more: Partial<StompReceiverOptions<StompMessage>> = {},
) => {
  const refused: Fatal[] = [];
  const receiver = await openStompReceiver<StompMessage>({
    url: url(),
    destination,
    withinMs: 10_000,
    decode: (message) => message,
    handle,
    refused: (error) => void refused.push(error),
    ...more,
  });
  afterwards(receiver.close);
  return { ...receiver, refused };
};

test('headers arrive as they left: escapes, colons in names, Unicode, nothing', async () => {
  const headers = { 'a:b': 'c\\n:d\n\\\r.', empty: '', city: '北京', back: '\\\\c' };
  const got: StompMessage[] = [];
  const destination = fresh();
  await receiving(destination, async (message) => void got.push(message));
  const sender = await sending(destination);
  const sent = messageOf('one', {
    headers,
    contentType: 'application/json',
    type: 'Żółć',
    body: Buffer.from([0, 10, 0]),
  });
  await sender.send(sent, 10_000);
  await until(() => got.length === 1);
  expect(got).toEqual([sent]);
});

test('a header that would not arrive as it is is refused, and the next message passes', async () => {
  const sender = await sending(fresh());
  for (const headers of [{ destination: 'x' }, { receipt: 'x' }, { a: ' spaces ' }, { 'x-death': 'x' }] as Record<
    string,
    string
  >[])
    await expect(sender.send(messageOf('x', { headers }), 10_000)).rejects.toMatchObject({ reason: 'header' });
  await sender.send(messageOf('next'), 10_000);
});

test('bodies in pieces of any size come out whole', () => {
  const bodies = [Buffer.alloc(70_000, 7), Buffer.alloc(0), Buffer.from([0, 0, 1])];
  const frames = bodies.map((binaryBody) =>
    Buffer.from(FrameImpl.marshall({ command: 'MESSAGE', binaryBody } as never) as ArrayBuffer),
  );
  for (const size of [1, 3, 4096, 1_000_000]) {
    const got: Buffer[] = [];
    const parser = new Parser(
      ({ binaryBody }) => void got.push(Buffer.from(binaryBody!)),
      () => undefined,
    );
    const all = Buffer.concat(frames);
    for (let at = 0; at < all.length; at += size) parser.parseChunk(all.subarray(at, at + size) as never);
    expect(got.map((body, index) => body.equals(bodies[index]!))).toEqual([true, true, true]);
  }
});

test('wrong credentials, no such queue, nobody there: typed, in time', async () => {
  const opening = (more: object) => openStompSender({ url: url(), destination: '/queue/x', withinMs: 5000, ...more });
  await expect(opening({ url: withWrongPassword(url()) })).rejects.toMatchObject({ reason: 'credentials' });
  await expect(opening({ url: 'stomp://127.0.0.1:1', withinMs: 300 })).rejects.toMatchObject({ kind: 'retryable' });
  const nobody = receiving('/amq/queue/nobody-has-this', async () => undefined);
  await expect(nobody).rejects.toMatchObject({ kind: 'fatal', reason: 'not-found' });
});

test('what a sender may not do ends its connection; it is told, and sends on over the next', async () => {
  const sender = await sending('/exchange/nobody-has-this/x');
  const first = await sender.send(messageOf('x'), 10_000).catch((error) => error);
  expect(['unknown', 'fatal']).toContain(first.kind);
  const began = performance.now();
  const second = await sender.send(messageOf('y'), 5000).catch((error) => error);
  expect(['unknown', 'fatal']).toContain(second.kind);
  expect(performance.now() - began).toBeLessThan(6000);
});

test('a connection that is cut is opened again, with its subscription', async () => {
  const destination = fresh();
  const { proxy, url: through } = await throughProxy(url());
  const got: string[] = [];
  const handle = async ({ id = '' }: StompMessage) => void got.push(id);
  await receiving(destination, handle, { url: through });
  const sender = await sending(destination, through);
  await sender.send(messageOf('before'), 10_000);
  proxy.cut();
  // What is handed over before the cut is noticed is told as unknown.
  const again = () => sender.send(messageOf('after'), 10_000);
  await again().catch(again);
  await until(() => got.includes('before') && got.includes('after'));
});

test('a broker that goes silent is given up, and every call settles within its deadline', async () => {
  const { proxy, url: through } = await throughProxy(url());
  const sender = await sending(fresh(), through);
  proxy.blackHole(true);
  const calls = [1, 2, 3].map((id) => sender.send(messageOf(`${id}`), 700).catch((error) => error.kind));
  expect(new Set(await Promise.all(calls))).toEqual(new Set(['unknown']));
  proxy.blackHole(false);
  await sender.send(messageOf('again'), 10_000);
});

test('what fails is tried again, in vain it is told; nothing is acknowledged before it is handled', async () => {
  const destination = fresh();
  const tries = new Map<string, number>();
  const { refused, close } = await receiving(
    destination,
    async ({ id = '' }) => {
      tries.set(id, (tries.get(id) ?? 0) + 1);
      if (id === 'poison') throw new TypeError('a fault');
      if (id === 'later' && tries.get(id) === 1) throw new Retryable('not now');
      if (id === 'held') await new Promise(() => undefined);
    },
    { attempts: 2, drainMs: 0 },
  );
  const sender = await sending(destination);
  for (const id of ['poison', 'later', 'held']) await sender.send(messageOf(id), 10_000);
  await until(() => refused.length === 1 && tries.get('held') === 1 && tries.get('later') === 2);
  expect(refused).toMatchObject([{ reason: 'attempts' }]);
  await close();
  const again: string[] = [];
  await receiving(destination, async ({ id = '' }) => void again.push(id));
  await until(() => again.includes('held'));
  expect(again).toEqual(['held']);
});

test('close lets everything settle, and afterwards nothing is taken', async () => {
  const sender = await sending(fresh());
  const sent = Array.from({ length: 200 }, (_, index) => sender.send(messageOf(`${index}`), 10_000));
  await Promise.all([sender.close(), sender.close()]);
  await Promise.all(sent);
  await expect(sender.send(messageOf('late'), 10_000)).rejects.toMatchObject({ reason: 'closed' });
});
