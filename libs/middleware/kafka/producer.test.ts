import { kindOf } from '@parley/faults';
import { endOffsets, type LogRecord, openProducer, type Producer, readLog } from './index';
import { freshTopic, openKafkaProxy, removeTopics, testClient } from './testing';

jest.setTimeout(90_000);

const all = async (topic: string): Promise<LogRecord[]> => {
  const records: LogRecord[] = [];
  for await (const record of readLog(testClient(), { topic, from: 'beginning' })) records.push(record);
  return records;
};
const value = (i: number | string) => Buffer.from(String(i));

describe('producer', () => {
  let producer: Producer | undefined;
  afterEach(() => producer?.close());
  afterAll(removeTopics);

  test('a topic that is not there is Fatal, and is not made by sending', async () => {
    producer = await openProducer(testClient());
    const sending = { topic: 'test.no.such.topic', key: 'k', value: value(1) };
    await expect(producer.send(sending)).rejects.toMatchObject({ kind: 'fatal', reason: 'no-topic' });
    await expect(endOffsets(testClient(), 'test.no.such.topic')).rejects.toMatchObject({ reason: 'no-topic' });
  });

  test('one key, one partition, in call order, from two producers; other keys in between', async () => {
    const topic = await freshTopic();
    const producers = [await openProducer(testClient()), await openProducer(testClient())];
    const sent = await Promise.all(
      producers.flatMap((each, p) =>
        Array.from({ length: 400 }, (_, i) => each.send({ topic, key: `key-${i % 8}`, value: value(`${p}/${i}`) })),
      ),
    );
    const records = await all(topic);
    expect(records).toHaveLength(800);
    const partitions = new Map<string, Set<number>>();
    const sequence = new Map<string, number[]>();
    const writers = new Map<number, string[]>();
    for (const record of records) {
      const [writer, i] = record.value.toString().split('/') as [string, string];
      partitions.set(record.key, (partitions.get(record.key) ?? new Set()).add(record.partition));
      sequence.set(`${writer} ${record.key}`, [...(sequence.get(`${writer} ${record.key}`) ?? []), Number(i)]);
      writers.set(record.partition, [...(writers.get(record.partition) ?? []), writer]);
      expect(sent[Number(writer) * 400 + Number(i)]).toEqual({ partition: record.partition, offset: record.offset });
    }
    for (const used of partitions.values()) expect(used.size).toBe(1);
    expect(new Set([...partitions.values()].flatMap((used) => [...used])).size).toBeGreaterThan(1);
    for (const each of sequence.values()) expect(each).toEqual([...each].sort((a, b) => a - b));
    // No order across writers: somewhere both alternate.
    const alternations = [...writers.values()].map((w) => w.filter((writer, i) => i > 0 && writer !== w[i - 1]).length);
    expect(Math.max(...alternations)).toBeGreaterThan(0);
    await Promise.all(producers.map((each) => each.close()));
  });

  test('the partition of a key is the one that Java’s default partitioner gives', async () => {
    const topic = await freshTopic(4);
    producer = await openProducer(testClient());
    // org.apache.kafka.common.utils.Utils.murmur2, UtilsTest: (murmur2 & 0x7fffffff) % 4.
    const javas: [string, number][] = [
      ['21', -973932308],
      ['foobar', -790332482],
      ['a-little-bit-long-string', -985981536],
      ['a-little-bit-longer-string', -1486304829],
    ];
    for (const [key, murmur2] of javas) {
      const { partition } = await producer.send({ topic, key, value: value(1) });
      expect(partition).toBe((murmur2 & 0x7fffffff) % 4);
    }
  });

  test('many sends are few requests', async () => {
    const topic = await freshTopic();
    let requests = 0;
    producer = await openProducer(testClient(), { onRequest: () => (requests += 1) });
    const { send } = producer;
    await Promise.all(Array.from({ length: 5000 }, (_, i) => send({ topic, key: `k${i}`, value: value(i) })));
    expect(requests).toBeGreaterThanOrEqual(10);
    expect(requests).toBeLessThanOrEqual(20);
    const ends = await endOffsets(testClient(), topic);
    expect(ends.map(({ partition }) => partition)).toEqual([0, 1, 2, 3]);
    expect(ends.reduce((sum, { offset }) => sum + Number(offset), 0)).toBe(5000);
  });

  test('an answer that is lost after the request went through makes no duplicate', async () => {
    const topic = await freshTopic();
    const proxy = await openKafkaProxy();
    producer = await openProducer(testClient([`127.0.0.1:${proxy.port}`]), { lingerMs: 0 });
    for (let i = 0; i < 10; i += 1) {
      if (i % 2 === 1) proxy.loseAnswers(1);
      await producer.send({ topic, key: `key-${i % 3}`, value: value(i) });
    }
    expect(proxy.lost()).toBe(5);
    const records = await all(topic);
    expect(records.map((record) => Number(record.value)).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await producer.close();
    await proxy.close();
  });

  test.each([
    ['a number', 1],
    ['null', null],
    ['undefined', undefined],
    ['a boolean', true],
    ['a Date', new Date()],
    ['a bigint', 1n],
  ])('%s as a header is refused, alone', async (_, odd) => {
    const topic = await freshTopic();
    producer = await openProducer(testClient());
    const bad = producer.send({
      topic,
      key: 'k',
      value: value(1),
      headers: { odd } as unknown as Record<string, string>,
    });
    const good = producer.send({ topic, key: 'k', value: value(2) });
    await expect(bad).rejects.toMatchObject({ kind: 'fatal', reason: 'header' });
    await expect(good).resolves.toMatchObject({ offset: '0' });
  });

  test('without a key, or without bytes, a record is refused', async () => {
    const topic = await freshTopic();
    producer = await openProducer(testClient());
    const keyless = { topic, value: value(1) } as unknown as Parameters<Producer['send']>[0];
    await expect(producer.send(keyless)).rejects.toMatchObject({ reason: 'no-key' });
    await expect(producer.send({ topic, key: '', value: value(1) })).rejects.toMatchObject({ reason: 'no-key' });
    const empty = { topic, key: 'k', value: null as unknown as Buffer };
    await expect(producer.send(empty)).rejects.toMatchObject({ reason: 'no-value' });
  });

  test('a record that is too large is refused, large ones go in batches of their own', async () => {
    const topic = await freshTopic();
    producer = await openProducer(testClient());
    const { send } = producer;
    const sizes = [1_100_000, 600_000, 600_000, 900_000, 10];
    const results = await Promise.allSettled(sizes.map((n) => send({ topic, key: 'k', value: Buffer.alloc(n, 1) })));
    expect(results.map(({ status }) => status)).toEqual(['rejected', ...Array(4).fill('fulfilled')]);
    expect(results[0]).toMatchObject({ reason: { reason: 'too-large' } });
  });

  test('bytes, text and headers arrive as they left; the caller’s objects stay as they were', async () => {
    const topic = await freshTopic();
    producer = await openProducer(testClient());
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const headers = { 'ce-id': 'Olá – 東京 🎉', empty: '' };
    const sent = producer.send({ topic, key: 'ключ', value: bytes, headers });
    bytes.fill(0);
    await sent;
    await producer.send({ topic, key: 'ключ', value: Buffer.alloc(0) });
    expect(headers).toEqual({ 'ce-id': 'Olá – 東京 🎉', empty: '' });
    const [record, empty] = await all(topic);
    expect(record).toMatchObject({ topic, key: 'ключ' });
    expect(record?.headers).toMatchObject(headers);
    expect([...(record?.value ?? [])]).toEqual(Array.from({ length: 256 }, (_, i) => i));
    expect(empty?.value).toHaveLength(0);
    expect(Date.now() - Date.parse(record?.timestamp ?? '')).toBeLessThan(60_000);
  });

  test('close lets everything out, settles every promise, twice over; then refuses', async () => {
    const topic = await freshTopic();
    const { send, close } = await openProducer(testClient());
    const sent = Array.from({ length: 3000 }, (_, i) => send({ topic, key: `k${i}`, value: value(i) }));
    await Promise.all([close(), close()]);
    const results = await Promise.allSettled(sent);
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
    const error = await send({ topic, key: 'k', value: value(1) }).catch((reason) => reason);
    expect(kindOf(error)).toBe('retryable');
  });
});
