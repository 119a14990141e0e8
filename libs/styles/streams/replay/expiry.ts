import { ensureTopics, moveGroup, openConsumer, openProducer, rangeOf, readLog } from '@parley/middleware/kafka';
import type { KafkaClient } from '@parley/middleware/kafka';
import { until } from '@parley/staging';

const keptMs = 1000;

/**
 * Three records in a topic that keeps them for a second, of which a group has read one; when they are gone, a reader from the
 * beginning and that group. Resolves with what both have seen.
 */
export async function expiry(client: KafkaClient, topic: string): Promise<{ said: string; holds: boolean }> {
  const groupId = `${topic}.late`;
  await ensureTopics(client, [{ name: topic, partitions: 1, retentionMs: keptMs }]);
  const producer = await openProducer(client);
  const send = (value: string) => producer.send({ topic, key: 'key', value: Buffer.from(value) });
  for (const value of ['0', '1', '2']) await send(value);
  await moveGroup(client, groupId, topic, { offset: '1' });
  const starts = async () => (await rangeOf(client, topic, 'beginning'))[0]?.start;
  // The broker looks every second.
  await until(async () => (await starts()) === 3n, 20_000);
  const again: string[] = [];
  for await (const { offset } of readLog(client, { topic, from: 'beginning' })) again.push(offset);
  const gaps: string[] = [];
  const read: string[] = [];
  const consumer = await openConsumer(client, {
    groupId,
    topics: [topic],
    fromBeginning: true,
    eachBatch: async (records) => void read.push(...records.map(({ offset }) => offset)),
    onGone: ({ from, to }) => void gaps.push(`${from} to ${to - 1n}`),
  });
  // It may be gone before it has been fetched, too.
  await until(async () => {
    await send('later');
    return read.length > 0;
  }, 20_000);
  await consumer.close();
  await producer.close();
  return {
    said:
      `offsets 0 to 2 written, ${again.length} left, the log begins at 3; the group, which had read 0, is told of ` +
      `${gaps.join(', ') || 'nothing'} and goes on at ${read[0]}`,
    holds: again.length === 0 && gaps.join() === '1 to 2' && Number(read[0]) >= 3,
  };
}
