import { onKafka } from '@parley/brokers';
import { killChildren } from '@parley/faults/testing';
import {
  ensureTopics,
  kafkaClient,
  type KafkaClient,
  kafkaPlace,
  type LogRecord,
  readLog,
} from '@parley/middleware/kafka';
import { type DeckPlace, type Ground, type Message, messagesOf } from '@parley/roles';
import { deck } from './deck';
import { startJava } from './java';
import { openReceiver } from './receiver';
import { openSender } from './sender';
import { setUp } from './setup';
import { topicOf } from './style';

jest.setTimeout(120_000);

let ground: Ground;
let connect: string[];
let client: KafkaClient;
let brokers: string;
let prefix: string;
beforeAll(async () => {
  ground = await onKafka()();
  connect = ground.connect!('setup', 0);
  const place = kafkaPlace(connect[0]);
  [brokers, prefix] = [place.brokers.join(), place.prefix];
  client = kafkaClient({ brokers: place.brokers, clientId: 'test', log: () => undefined });
  const topics = ['topic0', 'topic1'].map((name) => ({
    name: `${prefix}.${name}`,
    partitions: 4,
    retentionMs: 600_000,
  }));
  await ensureTopics(client, topics);
  await setUp({ connect, receivers: [] });
});
afterEach(killChildren);
afterAll(() => ground.close());

const place = (more: Partial<DeckPlace>): DeckPlace => ({
  bind: [],
  connect,
  name: 'test',
  deadlineMs: 10_000,
  credentials: 'right',
  ready: () => undefined,
  say: () => undefined,
  signal: new AbortController().signal,
  args: [],
  ...more,
});
const all = async (topic: string): Promise<LogRecord[]> => {
  const records: LogRecord[] = [];
  for await (const record of readLog(client, { topic, from: 'beginning' })) records.push(record);
  return records;
};

test('the deck’s Java publisher and our subscriber of the deck’s: topic/event, without a key', async () => {
  const lines: string[] = [];
  let isReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => (isReady = resolve));
  const subscriber = deck.consumer!(place({ ready: () => isReady(), say: (line) => lines.push(line), args: ['60'] }));
  await ready;
  const { exited } = await startJava('DeckProducer', [brokers, `${prefix}.topic1`, 'one', 'two', 'three']);
  expect(await exited).toEqual({ code: 0, signal: null });
  await subscriber;
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toMatch(new RegExp(`^${prefix}\\.topic1/(one|two|three)$`));
  const records = await all(`${prefix}.topic1`);
  expect(records.map(({ value }) => `${value}`).sort()).toEqual(['one', 'three', 'two']);
  expect(records.map(({ key }) => key)).toEqual(['', '', '']);
});

test('our publisher of the deck’s and the deck’s Java subscriber', async () => {
  const subscriber = await startJava('DeckConsumer', [brokers, `${prefix}.topic0`, `${prefix}.topic1`], ['polls=60']);
  const event = `${prefix}.topic0/Hello, world!`;
  for (const end = performance.now() + 50_000; !subscriber.output().stderr.includes(event);) {
    if (performance.now() > end) throw new Error(subscriber.output().stderr.slice(-2000));
    await deck.producer!(place({}));
  }
  subscriber.kill('SIGKILL');
});

test('a Java producer with CloudEvents in its headers, and our consumer', async () => {
  const got: Message[] = [];
  const notify = async (message: Message) => void got.push(message);
  const receiver = await openReceiver(place({ name: 'java-reader' }), {
    notify,
    reserve: async (request) => request,
    refused: () => undefined,
  });
  const { exited } = await startJava('Peer', ['send', brokers, topicOf(prefix), 'Łódź', 5]);
  const end = await exited;
  const isThere = () => got.length >= 5;
  for (const late = performance.now() + 20_000; !isThere() && performance.now() < late;)
    await new Promise((resolve) => setTimeout(resolve, 20));
  await receiver.close();
  expect(end).toEqual({ code: 0, signal: null });
  expect(got.map(({ id, sender, key, type, seq, body }) => ({ id, sender, key, type, seq, body: `${body}` }))).toEqual(
    [1, 2, 3, 4, 5].map((n) => ({
      id: `java-${n}`,
      sender: 'java',
      key: 'Łódź',
      type: 'parley.test.v1.Event',
      seq: n,
      body: `event ${n}`,
    })),
  );
});

test('our producer and a Java consumer: the same partition for the same key as Java’s own', async () => {
  const sender = await openSender(place({ name: 'ours' }));
  for (const message of messagesOf('ours', { count: 5, key: 'Łódź', base64: Buffer.from('olá').toString('base64') }))
    await sender.notify!(message);
  await sender.close();
  const records = await all(topicOf(prefix));
  expect(new Set(records.map(({ partition }) => partition)).size).toBe(1);
  const reader = await startJava('Peer', ['read', brokers, topicOf(prefix), records.length]);
  expect(await reader.exited).toEqual({ code: 0, signal: null });
  const lines = reader
    .output()
    .stdout.split('\n')
    .filter((line) => line.includes('|ours-'));
  const at = records[0]!.partition;
  expect(lines).toEqual([1, 2, 3, 4, 5].map((n) => `read ${at}|Łódź|ours-${n}|bytes|olá`));
});
