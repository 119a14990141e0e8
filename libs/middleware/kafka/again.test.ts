import { withAdmin } from './client';
import {
  type Consumer,
  committedOf,
  endOffsets,
  ensureTopics,
  type LogRecord,
  moveGroup,
  openConsumer,
  openMessageConsumer,
  openProducer,
  rangeOf,
  readLog,
  retentionOf,
} from './index';
import { until } from '../rabbitmq/testing';
import { freshGroup, freshTopic, removeTopics, testClient } from './testing';

jest.setTimeout(90_000);

describe('reading again', () => {
  const open: Consumer[] = [];
  afterEach(() => Promise.all(open.splice(0).map((each) => each.close())));
  afterAll(removeTopics);

  const produce = async (topic: string, values: string[]): Promise<void> => {
    const producer = await openProducer(testClient());
    for (const value of values) await producer.send({ topic, key: 'key', value: Buffer.from(value) });
    await producer.close();
  };
  const read = async (topic: string, groupId: string, count: number): Promise<string[]> => {
    const seen: string[] = [];
    const eachBatch = async (records: LogRecord[]) => void seen.push(...records.map(({ value }) => `${value}`));
    const consumer = await openConsumer(testClient(), { groupId, topics: [topic], fromBeginning: true, eachBatch });
    open.push(consumer);
    await until(() => seen.length >= count);
    await consumer.close();
    return seen;
  };

  test('a group is sent back to the beginning, to a time, to an offset; the log is the same', async () => {
    const [topic, groupId] = [await freshTopic(1), freshGroup()];
    await produce(topic, ['1', '2', '3']);
    expect(await committedOf(testClient(), groupId, topic)).toEqual([{ partition: 0, offset: undefined }]);
    expect(await read(topic, groupId, 3)).toEqual(['1', '2', '3']);
    expect(await committedOf(testClient(), groupId, topic)).toEqual([{ partition: 0, offset: '3' }]);
    const noon = new Date();
    await until(() => Date.now() > noon.getTime());
    await produce(topic, ['4']);
    expect(await moveGroup(testClient(), groupId, topic, 'beginning')).toEqual([{ partition: 0, offset: '0' }]);
    expect(await read(topic, groupId, 4)).toEqual(['1', '2', '3', '4']);
    await moveGroup(testClient(), groupId, topic, noon);
    expect(await read(topic, groupId, 1)).toEqual(['4']);
    await moveGroup(testClient(), groupId, topic, { offset: '2' });
    expect(await read(topic, groupId, 2)).toEqual(['3', '4']);
  });

  test('a group with members is left alone', async () => {
    const [topic, groupId] = [await freshTopic(1), freshGroup()];
    const consumer = await openConsumer(testClient(), { groupId, topics: [topic], eachBatch: async () => undefined });
    open.push(consumer);
    await consumer.joined;
    await expect(moveGroup(testClient(), groupId, topic, 'beginning')).rejects.toMatchObject({
      reason: 'group-active',
    });
    await expect(moveGroup(testClient(), groupId, 'test.no.such', 'beginning')).rejects.toMatchObject({
      reason: 'no-topic',
    });
  });

  test('what is no longer kept is not read: a group that comes too late begins at what is left', async () => {
    const [topic, groupId] = [await freshTopic(1), freshGroup()];
    await produce(topic, ['1', '2']);
    expect(await read(topic, groupId, 2)).toEqual(['1', '2']);
    await produce(topic, ['3', '4', '5']);
    await withAdmin(testClient(), 'forgetting', async (admin) => {
      // kafkajs deletes where it knows the leader only.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '4' }] });
    });
    expect(await read(topic, groupId, 1)).toEqual(['5']);
    expect(await moveGroup(testClient(), groupId, topic, 'beginning')).toEqual([{ partition: 0, offset: '4' }]);
    expect(await endOffsets(testClient(), topic)).toEqual([{ partition: 0, offset: '5' }]);
  });

  test('what is older than the topic keeps it is gone: the beginning is later, and a group that is behind is told', async () => {
    const [groupId, topic] = [freshGroup(), `${await freshTopic(1)}.short`];
    await ensureTopics(testClient(), [{ name: topic, partitions: 1, retentionMs: 1000 }]);
    await produce(topic, ['1', '2', '3']);
    await moveGroup(testClient(), groupId, topic, { offset: '1' });
    // The broker looks every second.
    await until(async () => (await rangeOf(testClient(), topic, 'beginning'))[0]?.start === 3n, 40_000);
    // From here on nothing expires any more.
    await withAdmin(testClient(), 'keeping', (admin) =>
      admin.alterConfigs({
        validateOnly: false,
        resources: [{ type: 2, name: topic, configEntries: [{ name: 'retention.ms', value: '-1' }] }],
      }),
    );
    await produce(topic, ['4']);
    const fromBeginning: string[] = [];
    for await (const { offset } of readLog(testClient(), { topic, from: 'beginning' })) fromBeginning.push(offset);
    expect(fromBeginning).toEqual(['3']);
    const [seen, gaps] = [[] as string[], [] as unknown[]];
    const consumer = await openConsumer(testClient(), {
      groupId,
      topics: [topic],
      fromBeginning: true,
      eachBatch: async (records) => void seen.push(...records.map(({ value }) => `${value}`)),
      onGone: (gap) => void gaps.push(gap),
    });
    open.push(consumer);
    await until(() => seen.length === 1);
    expect(seen).toEqual(['4']);
    expect(gaps).toEqual([{ topic, partition: 0, from: 1n, to: 3n }]);
    await consumer.close();
    // To an application it is something that was thrown away, as is what is none of its messages.
    const other = freshGroup();
    await withAdmin(testClient(), 'standing behind', (admin) =>
      admin.setOffsets({ groupId: other, topic, partitions: [{ partition: 0, offset: '1' }] }),
    );
    const refused: string[] = [];
    const plan = { groupId: other, topic, notify: async () => undefined };
    open.push(await openMessageConsumer(testClient(), { ...plan, refused: ({ reason }) => void refused.push(reason) }));
    await until(() => refused.length === 2);
    expect(refused).toEqual(['expired', 'undecodable']);
    await open.at(-1)?.close();
    await withAdmin(testClient(), 'clean up', (admin) => admin.deleteTopics({ topics: [topic] }));
  });

  test('how long a record is kept is said by the topic', async () => {
    const name = await freshTopic(1);
    expect(await retentionOf(testClient(), name)).toBe(-1);
    const other = `${name}.short`;
    await ensureTopics(testClient(), [{ name: other, partitions: 1, retentionMs: 600_000 }]);
    expect(await retentionOf(testClient(), other)).toBe(600_000);
    await withAdmin(testClient(), 'clean up', (admin) => admin.deleteTopics({ topics: [other] }));
    await expect(retentionOf(testClient(), 'test.no.such')).rejects.toMatchObject({ reason: 'no-topic' });
  });
});
