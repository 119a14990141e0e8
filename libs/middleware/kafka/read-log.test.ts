import { withAdmin } from './client';
import { endOffsets, ensureTopics, type LogRecord, openProducer, readLog, type ReadOptions } from './index';
import { freshTopic, removeTopics, testClient } from './testing';

jest.setTimeout(90_000);

describe('the log', () => {
  afterAll(removeTopics);

  const read = async (options: ReadOptions): Promise<LogRecord[]> => {
    const records: LogRecord[] = [];
    for await (const record of readLog(testClient(), options)) records.push(record);
    return records;
  };
  const write = async (topic: string, from: number, to: number): Promise<void> => {
    const producer = await openProducer(testClient());
    const numbers = Array.from({ length: to - from }, (_, i) => from + i);
    await Promise.all(numbers.map((i) => producer.send({ topic, key: `k${i % 16}`, value: Buffer.from(String(i)) })));
    await producer.close();
  };
  const numbers = (records: LogRecord[]) => records.map(({ value }) => Number(value)).sort((a, b) => a - b);
  const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

  test('from the beginning to the end that it has at the call, in order of each partition', async () => {
    const topic = await freshTopic();
    await write(topic, 0, 2000);
    const records: LogRecord[] = [];
    for await (const record of readLog(testClient(), { topic, from: 'beginning' })) {
      if (records.length === 0) await write(topic, 2000, 2100);
      records.push(record);
    }
    expect(numbers(records)).toEqual(upTo(0, 2000));
    for (const partition of [0, 1, 2, 3]) {
      const offsets = records.filter((r) => r.partition === partition).map(({ offset }) => Number(offset));
      expect(offsets).toEqual(upTo(0, offsets.length));
    }
  });

  test('from a moment', async () => {
    const topic = await freshTopic();
    await write(topic, 0, 50);
    const last = Math.max(...(await read({ topic, from: 'beginning' })).map(({ timestamp }) => Date.parse(timestamp)));
    const moment = new Date(last + 1);
    while (new Date() <= moment) await new Promise(setImmediate);
    await write(topic, 50, 100);
    expect(numbers(await read({ topic, from: moment }))).toEqual(upTo(50, 100));
    expect(await read({ topic, from: new Date(Date.now() + 60_000) })).toEqual([]);
  });

  test('from an offset, kept within what there is', async () => {
    const topic = await freshTopic(1);
    await write(topic, 0, 20);
    expect(numbers(await read({ topic, from: { offset: '15' } }))).toEqual(upTo(15, 20));
    expect(await read({ topic, from: { offset: '1000' } })).toEqual([]);
  });

  test('an empty topic ends at once; one that is not there is Fatal', async () => {
    expect(await read({ topic: await freshTopic(), from: 'beginning' })).toEqual([]);
    const missing = read({ topic: 'test.no.such.topic', from: 'beginning' });
    await expect(missing).rejects.toMatchObject({ reason: 'no-topic' });
  });

  test('a reader that stops early closes; no group keeps an offset of it', async () => {
    const topic = await freshTopic();
    await write(topic, 0, 1000);
    for await (const record of readLog(testClient(), { topic, from: 'beginning' })) if (record) break;
    const groups = await withAdmin(testClient(), 'groups', async (admin) => {
      const mine = (await admin.listGroups()).groups.filter(({ groupId }) => groupId.startsWith('test.read.'));
      return Promise.all(mine.map(({ groupId }) => admin.fetchOffsets({ groupId, topics: [topic] })));
    });
    expect(groups.flat().flatMap(({ partitions }) => partitions.filter(({ offset }) => offset !== '-1'))).toEqual([]);
  });

  test('ensureTopics makes what is missing, with its partitions, by many at once and again', async () => {
    const topic = await freshTopic();
    const spec = { name: topic, partitions: 4, retentionMs: -1 };
    await Promise.all(Array.from({ length: 4 }, () => ensureTopics(testClient(), [spec])));
    expect((await endOffsets(testClient(), topic)).map(({ partition }) => partition)).toEqual([0, 1, 2, 3]);
    const other = ensureTopics(testClient(), [{ ...spec, partitions: 5 }]);
    await expect(other).rejects.toMatchObject({ kind: 'fatal', reason: 'topic-differs' });
    const kept = ensureTopics(testClient(), [{ ...spec, retentionMs: 1000 }]);
    await expect(kept).rejects.toMatchObject({ kind: 'fatal', reason: 'topic-differs' });
  });
});
