import { randomUUID } from 'node:crypto';
import { Retryable } from '@parley/faults';
import { afterwards, closeAll, throughProxy, until, withWrongPassword } from '../brokered/testing';
import { declareMqttSession, openMqttPublisher, openMqttSubscriber, type MqttSubscriberOptions } from './index';

jest.setTimeout(60_000);
afterEach(closeAll);

const url = (): string => process.env.PARLEY_TEST_MQTT_URL ?? '';
const deadlineMs = 10_000;

const publishing = async (more: object = {}) => {
  const publisher = await openMqttPublisher({ url: url(), name: 'test', withinMs: 10_000, ...more });
  afterwards(publisher.close);
  return publisher;
};

const subscribing = async (
  topic: string,
  handle: (text: string) => Promise<void>,
  more: Partial<MqttSubscriberOptions<string>> = {},
) => {
  const refused: Error[] = [];
  const subscriber = await openMqttSubscriber<string>({
    url: url(),
    clientId: randomUUID(),
    filters: [topic],
    persistent: false,
    withinMs: 10_000,
    decode: ({ body }) => body.toString(),
    handle,
    refused: (error) => void refused.push(error),
    ...more,
  });
  afterwards(subscriber.close);
  return { ...subscriber, refused };
};

/** A session that is gone after the test. */
const session = (): string => {
  const clientId = randomUUID();
  afterwards(async () => (await subscribing('none', async () => undefined, { clientId })).close());
  return clientId;
};

test('a session that is kept stores for a subscriber that is away; QoS 0 is lost to it', async () => {
  const [topic, clientId] = [`test/${randomUUID()}`, session()];
  await declareMqttSession({ url: url(), clientId, filters: [`${topic}/#`], withinMs: 10_000 });
  const publisher = await publishing();
  await publisher.publish(`${topic}/a`, Buffer.from('stored'), { deadlineMs });
  const got: string[] = [];
  await subscribing(`${topic}/#`, async (text) => void got.push(text), { clientId, persistent: true });
  await until(() => got.length === 1);
  await publisher.publish(`${topic}/b`, Buffer.from('now'), { qos: 0, deadlineMs });
  await until(() => got.length === 2);
  expect(got).toEqual(['stored', 'now']);
});

test('acknowledged when it is handled: what was in hand at the end comes again', async () => {
  const [topic, clientId] = [`test/${randomUUID()}`, session()];
  let taken = 0;
  const hold = () => new Promise<void>(() => void (taken += 1));
  const { close } = await subscribing(topic, hold, { clientId, persistent: true, drainMs: 0 });
  const publisher = await publishing();
  for (const text of ['1', '2', '3']) await publisher.publish(topic, Buffer.from(text), { deadlineMs });
  // Several at once: the library would not read on while one is in hand.
  await until(() => taken === 3);
  await close();
  const got: string[] = [];
  await subscribing(topic, async (text) => void got.push(text), { clientId, persistent: true });
  await until(() => got.length === 3);
  expect(got).toEqual(['1', '2', '3']);
});

test('a handler that takes longer than the keepalive does not cost the connection', async () => {
  const topic = `test/${randomUUID()}`;
  const got: string[] = [];
  await subscribing(
    topic,
    async (text) => {
      got.push(text);
      if (text === 'long') await new Promise((resolve) => setTimeout(resolve, 2500));
    },
    { keepalive: 1 },
  );
  const publisher = await publishing();
  await publisher.publish(topic, Buffer.from('long'), { deadlineMs });
  await publisher.publish(topic, Buffer.from('next'), { deadlineMs });
  await until(() => got.length === 2);
  await new Promise((resolve) => setTimeout(resolve, 2600));
  expect(got).toEqual(['long', 'next']);
});

test('what fails is tried again; in vain it is thrown away and told', async () => {
  const topic = `test/${randomUUID()}`;
  const tries = new Map<string, number>();
  const { refused } = await subscribing(
    topic,
    async (text) => {
      tries.set(text, (tries.get(text) ?? 0) + 1);
      if (text === 'poison') throw new TypeError('a fault');
      if (tries.get(text) === 1) throw new Retryable('not now');
    },
    { attempts: 2 },
  );
  const publisher = await publishing();
  for (const text of ['poison', 'later']) await publisher.publish(topic, Buffer.from(text), { deadlineMs });
  await until(() => refused.length === 1 && tries.get('later') === 2);
  expect(refused).toMatchObject([{ reason: 'attempts' }]);
});

test('wrong credentials, nobody there, a topic that cannot be: typed, in time', async () => {
  const opening = (more: object) => openMqttPublisher({ url: url(), name: 'x', withinMs: 5000, ...more });
  await expect(opening({ url: withWrongPassword(url()) })).rejects.toMatchObject({ reason: 'credentials' });
  await expect(opening({ url: 'mqtt://127.0.0.1:1', withinMs: 300 })).rejects.toMatchObject({ kind: 'retryable' });
  const publisher = await publishing();
  for (const topic of ['', 'a/+', 'a/#', 'x'.repeat(256)])
    await expect(publisher.publish(topic, Buffer.from('x'), { deadlineMs })).rejects.toMatchObject({ reason: 'topic' });
  await publisher.publish('test/next', Buffer.from('x'), { deadlineMs });
});

test('a connection that is cut is opened again, with its subscription', async () => {
  const topic = `test/${randomUUID()}`;
  const { proxy, url: through } = await throughProxy(url());
  const got: string[] = [];
  const options = { url: through, clientId: session(), persistent: true };
  await subscribing(topic, async (text) => void got.push(text), options);
  const publisher = await publishing({ url: through });
  await publisher.publish(topic, Buffer.from('before'), { deadlineMs });
  proxy.cut();
  // What is handed over before the cut is noticed is told as unknown.
  const again = () => publisher.publish(topic, Buffer.from('after'), { deadlineMs });
  await again().catch(again);
  await until(() => got.includes('before') && got.includes('after'));
});

test('a broker that goes silent is given up, and every call settles within its deadline, typed', async () => {
  const { proxy, url: through } = await throughProxy(url());
  const publisher = await publishing({ url: through, keepalive: 1 });
  proxy.blackHole(true);
  const calls = [1, 2, 3].map((n) =>
    publisher.publish('test/x', Buffer.from(`${n}`), { deadlineMs: 700 }).catch((error) => error.kind),
  );
  expect(new Set(await Promise.all(calls))).toEqual(new Set(['unknown']));
  proxy.blackHole(false);
  await publisher.publish('test/x', Buffer.from('again'), { deadlineMs });
});

test('close lets everything settle, and afterwards nothing is taken', async () => {
  const publisher = await publishing();
  const sent = Array.from({ length: 200 }, (_, n) => publisher.publish('test/x', Buffer.from(`${n}`), { deadlineMs }));
  await Promise.all([publisher.close(), publisher.close()]);
  await Promise.all(sent);
  await expect(publisher.publish('test/x', Buffer.from('late'), { deadlineMs })).rejects.toMatchObject({
    reason: 'closed',
  });
});
