import type { Admin } from 'kafkajs';
import { patiently } from './client';

/** Records that a group had not read when their time was up: from the offset where it stood to the first that is left. */
export interface Gap {
  topic: string;
  partition: number;
  from: bigint;
  to: bigint;
}

/**
 * The gaps of a group in a topic. To be asked before it joins: a position before the first record that is left is moved there
 * by kafkajs, and committed, without a word.
 */
export const gapsOf = async (admin: Admin, groupId: string, topic: string): Promise<Gap[]> => {
  const [found] = await patiently(() => admin.fetchOffsets({ groupId, topics: [topic] }));
  const kept = await patiently(() => admin.fetchTopicOffsets(topic));
  return kept.flatMap(({ partition, low }) => {
    const committed = found?.partitions.find((each) => each.partition === partition)?.offset ?? '-1';
    const [from, to] = [BigInt(committed), BigInt(low)];
    return from >= 0n && from < to ? [{ topic, partition, from, to }] : [];
  });
};
