import type { LogRecord } from '@parley/middleware/kafka';
import { ended, type Happening, happened, noWindows, type Pane, type Plan, type Windows } from './windows';

interface Partition {
  windows: Windows;
  /** The offset of the first record that is not in it. */
  next: bigint;
}

/**
 * Windows over a topic, each partition for itself: a key is in one of them, whose log is in order, so what is told depends
 * on nothing but the log: not on when it is read, nor on how the partitions mix.
 */
export const openReading = (plan: Plan) => {
  const partitions = new Map<number, Partition>();
  let late = 0;
  return {
    /** Takes a record in, unless it is in already; what is told of it now. */
    take: ({ partition, offset }: Pick<LogRecord, 'partition' | 'offset'>, event: Happening): Pane[] => {
      const { windows, next } = partitions.get(partition) ?? { windows: noWindows(plan), next: 0n };
      if (BigInt(offset) < next) return [];
      const then = happened(windows, event);
      if (then.tooLate) late += 1;
      partitions.set(partition, { windows: then.windows, next: BigInt(offset) + 1n });
      return then.told;
    },
    /** Whether the record is in it. */
    has: ({ partition, offset }: Pick<LogRecord, 'partition' | 'offset'>): boolean =>
      BigInt(offset) < (partitions.get(partition)?.next ?? 0n),
    /** What is told when nothing comes any more. */
    end: (): Pane[] => [...partitions.values()].flatMap(({ windows }) => ended(windows)),
    /** How many were too late to count. */
    late: () => late,
  };
};
export type Reading = ReturnType<typeof openReading>;
