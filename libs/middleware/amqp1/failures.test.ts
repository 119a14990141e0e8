import { afterwards, closeAll, throughProxy, until, withWrongPassword } from '../brokered/testing';
import { openAmqp1Receiver, openAmqp1Sender } from './index';
import { channel, freshQueue, messageOf, receiving, sending, url } from './testing';

jest.setTimeout(60_000);
afterEach(closeAll);

const opening = (more: object) =>
  openAmqp1Sender({ url: url(), name: 'test', target: '/queue/x', withinMs: 6000, ...more });

test('wrong credentials, no such queue, nobody there: typed, in time', async () => {
  await expect(opening({ url: withWrongPassword(url()) })).rejects.toMatchObject({
    kind: 'fatal',
    reason: 'credentials',
  });
  await expect(opening({ target: '/exchange/nobody-has-this' })).rejects.toMatchObject({ kind: 'fatal' });
  const receiver = { url: url(), name: 'test', withinMs: 6000, source: '/amq/queue/nobody-has-this' };
  const handling = { decode: () => 1, handle: async () => undefined, refused: () => undefined };
  await expect(openAmqp1Receiver({ ...receiver, ...handling })).rejects.toMatchObject({ reason: 'not-found' });
  const nobody = opening({ url: 'amqp://127.0.0.1:1', withinMs: 300 });
  await expect(nobody).rejects.toMatchObject({ kind: 'retryable' });
});

test('a connection that is cut is opened again, with its link; what was under way is told', async () => {
  const queue = await freshQueue();
  const { proxy, url: through } = await throughProxy(url());
  const sender = await sending(queue.address, { url: through });
  const got = new Map<string, number>();
  const count = async ({ id = '' }) => void got.set(id, (got.get(id) ?? 0) + 1);
  await receiving(queue.address, count, { url: through });
  await sender.send(messageOf('before'), 10_000);
  proxy.blackHole(true);
  const under = sender.send(messageOf('under way'), 10_000).catch((error) => error);
  await until(() => proxy.counters().upstream > 0);
  proxy.blackHole(false);
  proxy.cut();
  expect([undefined, 'unknown', 'retryable']).toContain((await under)?.kind);
  // What is handed over before the cut is noticed is told as unknown.
  const again = () => sender.send(messageOf('after'), 10_000);
  await again().catch(again);
  await until(() => got.has('before') && got.has('after'));
});

test('a peer that goes silent is given up, and every call settles within its deadline', async () => {
  const { proxy, url: through } = await throughProxy(url());
  const queue = await freshQueue();
  const sender = await sending(queue.address, { url: through, idleMs: 300 });
  proxy.blackHole(true);
  const began = performance.now();
  const calls = [1, 2, 3].map((id) => sender.send(messageOf(`${id}`), 700).catch((error) => error.kind));
  expect(new Set(await Promise.all(calls))).toEqual(new Set(['unknown']));
  expect(performance.now() - began).toBeLessThan(3000);
  await until(() => proxy.connections() === 0 || performance.now() - began > 5000);
  proxy.blackHole(false);
  await sender.send(messageOf('again'), 10_000);
});

test('accepted is stored: queue and message are durable, though the protocol’s defaults are not', async () => {
  const name = `test.${Math.random().toString(36).slice(2)}`;
  const sender = await sending(`/queue/${name}`);
  await sender.send(messageOf('one', { contentType: 'text/plain' }), 10_000);
  const by = await channel();
  afterwards(() => by.deleteQueue(name));
  // Asserted as something else it would be refused.
  await expect(by.assertQueue(name, { durable: true })).resolves.toMatchObject({ messageCount: 1 });
  const message = await by.get(name, { noAck: true });
  expect(message && message.properties.deliveryMode).toBe(2);
});

test('what the protocol cannot carry is refused, and the next passes', async () => {
  const queue = await freshQueue();
  const sender = await sending(queue.address);
  const bad = sender.send(messageOf('x', { contentType: 'text/żółć' }), 10_000);
  await expect(bad).rejects.toMatchObject({ kind: 'fatal', reason: 'header' });
  await sender.send(messageOf('next'), 10_000);
});

test('close lets everything settle, twice is once, and afterwards nothing is taken', async () => {
  const queue = await freshQueue();
  const sender = await sending(queue.address);
  const sent = Array.from({ length: 200 }, (_, index) => sender.send(messageOf(`${index}`), 10_000));
  await Promise.all([sender.close(), sender.close()]);
  await Promise.all(sent);
  await expect(sender.send(messageOf('late'), 10_000)).rejects.toMatchObject({ reason: 'closed' });
  expect((await (await channel()).checkQueue(queue.name)).messageCount).toBe(200);
});
