import { type Admin, ConfigResourceTypes } from 'kafkajs';
import { Fatal } from '@parley/faults';
import type { TopicSpec } from '@parley/topology';
import { type KafkaClient, patiently, protocolType, withAdmin } from './client';

export interface PartitionOffset {
  partition: number;
  /** A 64-bit number in decimal digits. */
  offset: string;
}

const partitionsOf = async (admin: Admin, topic: string): Promise<number> => {
  const { topics } = await patiently(() => admin.fetchTopicMetadata({ topics: [topic] }));
  return topics[0]?.partitions.length ?? 0;
};

/** Fatal `no-topic` unless the topic is there. Nothing creates a topic by using it. */
export const needTopic = async (admin: Admin, topic: string): Promise<void> => {
  // Metadata for one missing topic is an error that kafkajs retries; the list of names is not.
  if ((await admin.listTopics()).includes(topic)) return;
  throw new Fatal(`there is no topic ${topic}`, { reason: 'no-topic', detail: { topic } });
};

const keptFor = async (admin: Admin, topic: string): Promise<number | undefined> => {
  const resources = [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames: ['retention.ms'] }];
  const found = await patiently(() => admin.describeConfigs({ includeSynonyms: false, resources }));
  const value = found.resources[0]?.configEntries.find((entry) => entry.configName === 'retention.ms')?.configValue;
  return value === undefined ? undefined : Number(value);
};

/** How long a topic keeps a record, in ms; -1: for good. It is the topic's matter: no producer can say it. Fatal `no-topic`. */
export const retentionOf = (client: KafkaClient, topic: string): Promise<number | undefined> =>
  withAdmin(client, `retention of ${topic}`, async (admin) => {
    await needTopic(admin, topic);
    return keptFor(admin, topic);
  });

/**
 * Creates the topics that are not there; may be called by several processes at once. Resolves when each
 * partition has its leader. Rejects Fatal `topic-differs` when one is there with another number of partitions (a key would
 * change its partition) or another retention. Replication is the broker's default.
 */
export const ensureTopics = (client: KafkaClient, specs: readonly TopicSpec[]): Promise<void> =>
  withAdmin(client, 'ensureTopics', async (admin) => {
    const present = new Set(await admin.listTopics());
    const missing = specs.filter((spec) => !present.has(spec.name));
    if (missing.length > 0) await create(admin, missing);
    for (const { name, partitions, retentionMs } of specs) {
      await patiently(() => admin.fetchTopicOffsets(name));
      const [found, retention] = [await partitionsOf(admin, name), await keptFor(admin, name)];
      if (found === partitions && (retention === undefined || retention === retentionMs)) continue;
      throw new Fatal(
        `topic ${name} has ${found} partitions and retention ${retention} ms, not ${partitions} and ${retentionMs}`,
        { reason: 'topic-differs', detail: { topic: name } },
      );
    }
  });

// Compaction would keep the last record of a key and drop what came before it: of a log of operations nothing may go.
const safeEntries = (brokers: number) => [
  { name: 'cleanup.policy', value: 'delete' },
  { name: 'unclean.leader.election.enable', value: 'false' },
  { name: 'min.insync.replicas', value: brokers >= 3 ? '2' : '1' },
];

const create = async (admin: Admin, specs: readonly TopicSpec[]): Promise<void> => {
  const safe = specs.some((spec) => spec.safe) ? safeEntries((await admin.describeCluster()).brokers.length) : [];
  try {
    await admin.createTopics({
      waitForLeaders: false,
      topics: specs.map(({ name, partitions, retentionMs, safe: asked }) => ({
        topic: name,
        numPartitions: partitions,
        replicationFactor: -1,
        configEntries: [{ name: 'retention.ms', value: String(retentionMs) }, ...(asked ? safe : [])],
      })),
    });
  } catch (error) {
    // Another process was first.
    const types = [protocolType(error), ...errorsOf(error).map(protocolType)];
    if (!types.includes('TOPIC_ALREADY_EXISTS')) throw error;
  }
};

const errorsOf = (error: unknown): unknown[] =>
  typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors) ? error.errors : [];

const inOrder = (offsets: PartitionOffset[]): PartitionOffset[] => offsets.sort((a, b) => a.partition - b.partition);

/** The offset that the next record of each partition will get, by partition. Fatal `no-topic` if there is none. */
export const endOffsets = (client: KafkaClient, topic: string): Promise<PartitionOffset[]> =>
  withAdmin(client, `endOffsets ${topic}`, async (admin) => {
    await needTopic(admin, topic);
    const found = await patiently(() => admin.fetchTopicOffsets(topic));
    return inOrder(found.map(({ partition, high }) => ({ partition, offset: high })));
  });

/** Where reading begins and ends, by partition: from the beginning, a time, or an offset (within what is kept). */
export const rangeOf = (
  client: KafkaClient,
  topic: string,
  from: 'beginning' | Date | { offset: string },
): Promise<{ partition: number; start: bigint; end: bigint }[]> =>
  withAdmin(client, `offsets of ${topic}`, async (admin) => {
    await needTopic(admin, topic);
    const kept = await patiently(() => admin.fetchTopicOffsets(topic));
    const byTime =
      from instanceof Date ? await patiently(() => admin.fetchTopicOffsetsByTimestamp(topic, from.getTime())) : [];
    return kept.map(({ partition, low, high }) => {
      const [lowest, end] = [BigInt(low), BigInt(high)];
      const timed = byTime.find((each) => each.partition === partition);
      const asked =
        from === 'beginning' ? lowest : BigInt(from instanceof Date ? (timed?.offset ?? high) : from.offset);
      const start = asked < lowest ? lowest : asked > end ? end : asked;
      return { partition, start, end };
    });
  });

/** Deletes the records of the only partition of a topic that come before an offset; what it has less is no matter. Fatal `no-topic`. */
export const cutLog = (client: KafkaClient, topic: string, offset: bigint): Promise<void> =>
  withAdmin(client, `cutting ${topic}`, async (admin) => {
    await needTopic(admin, topic);
    const [kept] = await patiently(() => admin.fetchTopicOffsets(topic));
    if (!kept || BigInt(kept.low) >= offset) return;
    await patiently(() =>
      admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: offset.toString() }] }),
    );
  });
