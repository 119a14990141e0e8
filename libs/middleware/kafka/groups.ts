import { Fatal } from '@parley/faults';
import { type KafkaClient, patiently, retry, typed, within, withAdmin } from './client';
import { type PartitionOffset, rangeOf } from './topics';

const withinMs = 30_000;

/** How far a group has read in each partition: the offset of the next record; undefined where it has never committed. */
export const committedOf = (
  client: KafkaClient,
  groupId: string,
  topic: string,
): Promise<{ partition: number; offset: string | undefined }[]> =>
  withAdmin(client, `offsets of ${groupId}`, async (admin) => {
    const [found] = await patiently(() => admin.fetchOffsets({ groupId, topics: [topic] }));
    return (found?.partitions ?? [])
      .map(({ partition, offset }) => ({ partition, offset: offset === '-1' ? undefined : offset }))
      .sort((a, b) => a.partition - b.partition);
  });

// kafkajs' own admin.setOffsets waits for the end of an empty fetch, five seconds, before it leaves the group again.
const commitAs = async (
  { open }: KafkaClient,
  groupId: string,
  topic: string,
  partitions: PartitionOffset[],
): Promise<void> => {
  const { kafka, kill } = open();
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100, allowAutoTopicCreation: false, retry });
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  const run = async () => {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => undefined });
    await joined;
    await consumer.commitOffsets(partitions.map((at) => ({ topic, ...at })));
  };
  try {
    await within(withinMs, `moving ${groupId}`, run(), kill);
  } catch (error) {
    throw typed(error, `moving ${groupId}`);
  } finally {
    await within(2000, 'leaving', consumer.disconnect(), kill).catch(() => undefined);
    kill();
  }
};

/**
 * Has a group read again, or skip: its position in every partition is set to the beginning, a time, or an offset, within what
 * is kept. Resolves with the positions. Fatal `group-active` while it has members: they would not be asked; Fatal `no-topic`.
 */
export const moveGroup = async (
  client: KafkaClient,
  groupId: string,
  topic: string,
  to: 'beginning' | Date | { offset: string },
): Promise<PartitionOffset[]> => {
  const ranges = await rangeOf(client, topic, to);
  const partitions = ranges
    .map(({ partition, start }) => ({ partition, offset: start.toString() }))
    .sort((a, b) => a.partition - b.partition);
  await withAdmin(client, `moving ${groupId}`, async (admin) => {
    const [group] = (await patiently(() => admin.describeGroups([groupId]))).groups;
    if (group && group.members.length > 0)
      throw new Fatal(`${groupId} has ${group.members.length} members: it is moved when they have left`, {
        reason: 'group-active',
      });
  });
  await commitAs(client, groupId, topic, partitions);
  return partitions;
};
