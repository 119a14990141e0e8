import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type EachBatchPayload, KafkaJSError } from 'kafkajs';
import { Retryable } from '@parley/faults';
import { span } from '@parley/tracing';
import { type KafkaClient, type OpenKafka, retry, within } from './client';
import { type LogRecord, recordOf } from './records';

export interface FollowOptions {
  /** The reader has all of it: nothing is shared with others. */
  topic: string;
  /** How many the topic has; default 1. */
  partitions?: number;
  /** The offset of a partition that is wanted next; asked whenever the place in the log has to be found again. */
  next(partition: number): bigint;
  /**
   * Records of one partition in their order, none before `next()`; the next ones come when it resolves. In no span: `processing` makes one where
   * they are worked on. When the log no longer has what is wanted, it goes on where the log begins: a gap, which only the reader can fill.
   * What it throws is logged, and the records come again.
   */
  eachBatch(records: LogRecord[]): Promise<void>;
  /** After so long without a broker's word this member is replaced by a new one; default 10 s. */
  sessionTimeoutMs?: number;
}

export interface Follower {
  /** Resolves when it has found its place; rejects Retryable when closed before. */
  positioned: Promise<void>;
  /** Whether a broker has answered no longer ago than the session timeout. */
  isAlive(): boolean;
  /** Resolves when the running batch has ended and the connections are closed; at most 5 s. */
  close(): Promise<void>;
}

const heartbeatMs = 1000;
const closeMs = 5000;
const again = (error: unknown): KafkaJSError =>
  error instanceof KafkaJSError ? error : new KafkaJSError(String(error), { retriable: true });

/** Works on records in a span that links every one of them. Resolves and rejects as `work` does. */
export const processing = (topic: string, records: readonly LogRecord[], work: () => Promise<void>): Promise<void> => {
  const links = records.map(({ headers: { traceparent, tracestate } }) => ({ traceparent, tracestate }));
  const attributes = { 'messaging.operation.name': 'process', 'messaging.batch.message_count': records.length };
  const spec = { name: `process ${topic}`, kind: 'consumer' as const, style: 'kafka', channel: topic };
  return span({ ...spec, parent: {}, links, attributes }, work);
};

/**
 * Follows a log for ever, from offsets that the reader keeps, not the group: each incarnation is a group
 * of its own without commits, so that one that died holds up nobody. Resolves when connected; see `positioned`.
 */
export const followLog = async (client: KafkaClient, options: FollowOptions): Promise<Follower> => {
  const { topic, partitions = 1, next, eachBatch, sessionTimeoutMs = 10_000 } = options;
  let found: () => void = () => undefined;
  let refuse: (error: Error) => void = () => undefined;
  const positioned = new Promise<void>((resolve, reject) => ([found, refuse] = [resolve, reject]));
  positioned.catch(() => undefined);
  let closed = false;
  let heard = performance.now();

  const handle = async ({ batch, heartbeat, resolveOffset, isStale }: EachBatchPayload): Promise<void> => {
    const wanted = next(batch.partition);
    const records = batch.messages
      .map((message) => recordOf(topic, batch.partition, message))
      .filter(({ offset }) => BigInt(offset) >= wanted);
    if (closed || isStale() || records.length === 0) return;
    const beat = setInterval(() => void heartbeat().catch(() => undefined), heartbeatMs);
    try {
      await eachBatch(records);
      resolveOffset(batch.lastOffset());
    } catch (error) {
      client.log('records failed', {
        topic,
        partition: batch.partition,
        offset: records[0]?.offset,
        error: String(error),
      });
      await pause(200);
      throw again(error);
    } finally {
      clearInterval(beat);
    }
  };

  const start = async (): Promise<OpenKafka & { leave(): Promise<void> }> => {
    const opened = client.open();
    const consumer = opened.kafka.consumer({
      groupId: `${client.clientId}.follow.${randomUUID()}`,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: sessionTimeoutMs,
      heartbeatInterval: heartbeatMs,
      maxWaitTimeInMs: 250,
      allowAutoTopicCreation: false,
      retry: { ...retry, restartOnFailure: async () => !closed },
    });
    const hear = () => void (heard = performance.now());
    consumer.on(consumer.events.HEARTBEAT, hear);
    consumer.on(consumer.events.FETCH, hear);
    consumer.on(consumer.events.GROUP_JOIN, () => {
      hear();
      for (let partition = 0; partition < partitions; partition += 1)
        consumer.seek({ topic, partition, offset: next(partition).toString() });
      found();
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      client.log('follower crashed', { topic, error: payload.error.message, restart: payload.restart });
      if (payload.restart || closed) return;
      opened.kill();
      void restart();
    });
    try {
      await within(3 * sessionTimeoutMs, `following ${topic}`, consumer.connect(), opened.kill);
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: handle });
    } catch (error) {
      opened.kill();
      throw error;
    }
    return { ...opened, leave: () => consumer.disconnect() };
  };

  const restart = async (): Promise<void> => {
    await pause(retry.maxRetryTime);
    if (closed) return;
    try {
      run = await start();
    } catch (error) {
      client.log('follower not restarted', { topic, error: String(error) });
      void restart();
    }
  };

  let run = await start();
  const close = async (): Promise<void> => {
    closed = true;
    refuse(new Retryable('closed before it found its place'));
    await within(closeMs, 'leaving', run.leave(), run.kill).catch(() => undefined);
    run.kill();
  };
  let closing: Promise<void> | undefined;
  return {
    positioned,
    isAlive: () => performance.now() - heard <= sessionTimeoutMs,
    close: () => (closing ??= close()),
  };
};
