import { randomUUID } from 'node:crypto';
import type { EachBatchPayload } from 'kafkajs';
import { Retryable } from '@parley/faults';
import { type KafkaClient, retry, within } from './client';
import { type LogRecord, recordOf } from './records';
import { rangeOf } from './topics';

export interface ReadOptions {
  topic: string;
  from: 'beginning' | Date | { offset: string };
  /** The ends that the partitions have at the call. */
  until?: 'end';
  /** Throws Retryable when nothing comes for so long although there is more; default 30 s. */
  stallMs?: number;
}

const heartbeatMs = 1000;

interface Fetched {
  partition: number;
  records: LogRecord[];
  lastOffset: string;
  /** Lets the fetch of that partition go on. */
  taken(): void;
}

/** At most one batch a partition waits: the reader's pace is the fetcher's. */
const openQueue = () => {
  const fetched: Fetched[] = [];
  let wake: () => void = () => undefined;
  return {
    push: (batch: Omit<Fetched, 'taken'>) =>
      new Promise<void>((taken) => {
        fetched.push({ ...batch, taken });
        wake();
      }),
    next: async (): Promise<Fetched> => {
      for (;;) {
        const first = fetched.shift();
        if (first) return first;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    release: () => {
      for (const { taken } of fetched.splice(0)) taken();
    },
  };
};

/**
 * Reads a topic from a point to the end that it has now, then ends: each partition in its order, partitions mixed. In a
 * consumer group of its own that commits nothing, so that it disturbs nobody. The generator closes its connection when
 * it ends, is returned from or throws. Fatal `no-topic`.
 */
export async function* readLog(client: KafkaClient, options: ReadOptions): AsyncGenerator<LogRecord, void, undefined> {
  const { topic, from, stallMs = 30_000 } = options;
  const ranges = (await rangeOf(client, topic, from)).map((range) => ({ ...range, next: range.start }));
  const isDone = () => ranges.every(({ next, end }) => next >= end);
  if (isDone()) return;

  const queue = openQueue();
  const { kafka, kill } = client.open();
  const consumer = kafka.consumer({
    groupId: `${client.clientId}.read.${randomUUID()}`,
    maxWaitTimeInMs: 100,
    allowAutoTopicCreation: false,
    retry,
  });
  let closed = false;
  let letGo: () => void = () => undefined;

  const handle = async ({ batch, heartbeat, resolveOffset, isStale }: EachBatchPayload): Promise<void> => {
    const { partition } = batch;
    const range = ranges.find((each) => each.partition === partition);
    if (!range || isStale() || closed || range.next >= range.end) return;
    const records = batch.messages
      .map((message) => recordOf(topic, partition, message))
      .filter(({ offset }) => BigInt(offset) >= range.next && BigInt(offset) < range.end);
    const beat = setInterval(() => void heartbeat().catch(() => undefined), heartbeatMs);
    await queue.push({ partition, records, lastOffset: batch.lastOffset() });
    clearInterval(beat);
    if (closed) return;
    resolveOffset(batch.lastOffset());
    if (range.next >= range.end) consumer.pause([{ topic, partitions: [partition] }]);
  };

  consumer.on(consumer.events.GROUP_JOIN, () => {
    for (const { partition, next, end } of ranges)
      if (next < end) consumer.seek({ topic, partition, offset: next.toString() });
      else consumer.pause([{ topic, partitions: [partition] }]);
  });
  // A batch of nothing but markers (transactions, compaction) never reaches the handler.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload: { batchSize, partition, lastOffset } }) => {
    if (batchSize === 0) void queue.push({ partition, records: [], lastOffset });
  });

  try {
    await within(stallMs, `reading ${topic}`, consumer.connect(), kill);
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const running = consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: handle });
    await within(stallMs, `reading ${topic}`, running, kill);
    while (!isDone()) {
      const { partition, records, lastOffset, taken } = await within(stallMs, `more of ${topic}`, queue.next(), kill);
      letGo = taken;
      yield* records;
      const range = ranges.find((each) => each.partition === partition);
      if (range && BigInt(lastOffset) >= range.next) range.next = BigInt(lastOffset) + 1n;
      taken();
    }
  } catch (error) {
    throw error instanceof Retryable ? error : new Retryable(`reading ${topic}: ${String(error)}`, { cause: error });
  } finally {
    closed = true;
    letGo();
    queue.release();
    await within(2000, 'leaving', consumer.disconnect(), kill).catch(() => undefined);
    kill();
  }
}
