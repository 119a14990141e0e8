import type { Consumer } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import { Retryable } from '@parley/faults';
import { type KafkaClient, patiently, withAdmin } from './client';

/** Where a group begins in the partitions that it has no offset of. */
export interface Positions {
  /** Called with each assignment; what is read waits until it is settled. */
  assign(assignment: Record<string, number[]>): void;
  settled(): Promise<void>;
  /** Whether a record is not before the position: a fetch may have been under way when it was set. */
  isDue(record: { topic: string; partition: number; offset: string }): boolean;
}

export interface PositionOptions {
  groupId: string;
  fromBeginning: boolean;
  /** `topic/partition` → the end offset when the consumer was opened. */
  starts: Map<string, string>;
  stopping: AbortSignal;
}

/**
 * kafkajs asks for "latest" at its first fetch, after the join: what is appended in between is lost, and so is all that
 * comes while a group without commits is away. So a partition without a committed offset is positioned by us, at the
 * end that it had when the consumer was opened, and that is committed at once.
 */
export const openPositions = (client: KafkaClient, consumer: Consumer, options: PositionOptions): Positions => {
  const { groupId, fromBeginning, starts, stopping } = options;
  const floors = new Map<string, bigint>();
  let current: Promise<void> = Promise.resolve();

  const uncommitted = async (topics: string[]): Promise<Set<string>> => {
    const found = await withAdmin(client, `offsets of ${groupId}`, (admin) =>
      patiently(() => admin.fetchOffsets({ groupId, topics })),
    );
    return new Set(
      found.flatMap(({ topic, partitions }) =>
        partitions.filter(({ offset }) => offset === '-1').map(({ partition }) => `${topic}/${partition}`),
      ),
    );
  };

  const settle = async (assignment: Record<string, number[]>): Promise<void> => {
    const open = await uncommitted(Object.keys(assignment));
    const due = Object.entries(assignment)
      .flatMap(([topic, partitions]) => partitions.map((partition) => ({ topic, partition })))
      .map((at) => ({ ...at, offset: starts.get(`${at.topic}/${at.partition}`) ?? '0' }))
      .filter(({ topic, partition }) => open.has(`${topic}/${partition}`));
    for (const position of due) {
      floors.set(`${position.topic}/${position.partition}`, BigInt(position.offset));
      consumer.seek(position);
    }
    if (due.length > 0) await consumer.commitOffsets(due);
  };

  const settleAtLast = async (assignment: Record<string, number[]>): Promise<void> => {
    for (;;) {
      if (stopping.aborted) throw new Retryable('closed');
      try {
        return await settle(assignment);
      } catch (error) {
        client.log('no position yet', { groupId, error: String(error) });
        await pause(200, undefined, { signal: stopping }).catch(() => undefined);
      }
    }
  };

  return {
    assign: (assignment) => {
      floors.clear();
      if (fromBeginning) return;
      current = settleAtLast(assignment);
      current.catch(() => undefined);
    },
    settled: () => current,
    isDue: ({ topic, partition, offset }) => BigInt(offset) >= (floors.get(`${topic}/${partition}`) ?? 0n),
  };
};
