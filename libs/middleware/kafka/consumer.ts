import { type Consumer as KafkaJSConsumer, type EachBatchPayload, KafkaJSError } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import { kindOf, Retryable } from '@parley/faults';
import { type EvidenceEvent, evidenceOn, note } from '@parley/evidence';
import { currentTraceId, span } from '@parley/tracing';
import { type KafkaClient, type OpenKafka, patiently, retry, typed, within, withAdmin } from './client';
import { type Gap, gapsOf } from './gaps';
import { openPositions, type Positions } from './positions';
import { idOf, type LogRecord, recordOf } from './records';
import { needTopic } from './topics';

export interface ConsumerOptions {
  groupId: string;
  topics: string[];
  /** For a partition that the group has no offset of: true its beginning, false (default) its end at this call. */
  fromBeginning?: boolean;
  /**
   * Records of one partition, in order. The offset is committed after it resolves: a crash before delivers them again,
   * so effects must be told apart by event id. Its span links every record.
   */
  eachBatch: (records: LogRecord[]) => Promise<void>;
  /**
   * Takes a record that failed alone `attempts` times, or once with Fatal; the log goes on when it resolves. Without
   * it such a record is tried for ever, and holds up its partition.
   */
  onDead?: (record: LogRecord, error: unknown) => Promise<void> | void;
  /**
   * Told of records whose time was up before this group had read them, when this member is given their partition: it goes on
   * at the first that is left. Otherwise nothing is said of it.
   */
  onGone?: (gap: Gap) => void;
  /**
   * When an offset is committed. `after` (default): when its records have been processed, so a crash delivers them again: at
   * least once. `before`: before they are, so a crash loses them: at most once; each is tried once. `never`: whoever
   * processes them commits them too, in its own transaction.
   */
  commits?: 'after' | 'before' | 'never';
  /** Default 5. */
  attempts?: number;
  /** Before the second attempt; doubles from there, at most 10 s. Default 100 ms. */
  backoffMs?: number;
  /** Records that `eachBatch` gets, at most; default 500. */
  maxBatch?: number;
  /** After so long without a heartbeat the group takes the partitions away; default 10 s. */
  sessionTimeoutMs?: number;
  /**
   * How long it may take to become a member of the group; then the opening is Retryable. Default 30 s, or five session
   * timeouts where that is longer: others may first have to be given up.
   */
  connectMs?: number;
  /** How long drain and close wait for a running batch; default 5 s. */
  drainMs?: number;
}

export interface Consumer {
  /** Resolves when partitions are assigned and positioned: what is appended from then on is delivered. */
  joined: Promise<void>;
  /** When the broker last took this member for one of its group (ms since 1970); until then, when it was opened. */
  lastHeartbeat(): number;
  /** Whether that is no longer ago than `withinMs`, default the session timeout: else it consumes nothing. */
  isAlive(withinMs?: number): boolean;
  /** Fetches no more, lets the running batch end and commit, leaves the group. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

const maxBackoffMs = 10_000;
const heartbeatMs = 1000;

interface Run extends OpenKafka {
  consumer: KafkaJSConsumer;
  positions: Positions;
}

/**
 * A member of a consumer group. Resolves when connected; see `joined`. Rejects typed, Retryable where no broker answers.
 * Whatever a handler throws stays here: kafkajs stops for ever on a SyntaxError and repeats for ever on others. What stops
 * kafkajs itself is started again.
 */
export const openConsumer = async (client: KafkaClient, options: ConsumerOptions): Promise<Consumer> => {
  const { groupId, topics, eachBatch, onDead, onGone, fromBeginning = false } = options;
  const { commits = 'after' } = options;
  const { attempts = 5, backoffMs = 100, maxBatch = 500, sessionTimeoutMs = 10_000, drainMs = 5000 } = options;
  const { connectMs = Math.max(30_000, 5 * sessionTimeoutMs) } = options;
  const stopping = new AbortController();
  let join: () => void = () => undefined;
  let refuse: (error: Error) => void = () => undefined;
  const joined = new Promise<void>((resolve, reject) => {
    join = resolve;
    refuse = reject;
  });
  joined.catch(() => undefined);

  const see = (event: EvidenceEvent, records: LogRecord[], text?: string) => {
    if (!evidenceOn()) return;
    for (const { topic, partition, offset, key, headers } of records)
      note({
        event,
        msg: { id: idOf(headers, key), key },
        style: 'kafka',
        hop: topic,
        channel: topic,
        trace: currentTraceId(),
        note: `${partition}/${offset}${text ? ` ${text}` : ''}`,
      });
  };

  const call = (records: LogRecord[]): Promise<void> => {
    const { topic = '', partition = 0 } = records[0] ?? {};
    return span(
      {
        name: `process ${topic}`,
        kind: 'consumer',
        style: 'kafka',
        channel: topic,
        parent: {},
        links: records.map(({ headers }) => ({ traceparent: headers.traceparent, tracestate: headers.tracestate })),
        attributes: {
          'messaging.operation.name': 'process',
          'messaging.consumer.group.name': groupId,
          'messaging.batch.message_count': records.length,
          'messaging.destination.partition.id': String(partition),
        },
      },
      async () => {
        see('delivered', records);
        await eachBatch(records);
        see('processed', records);
      },
    );
  };

  const giveUp = async (record: LogRecord, error: unknown): Promise<boolean> => {
    if (!onDead) return false;
    try {
      await onDead(record, error);
      see('settled', [record], 'dead');
      return true;
    } catch (failure) {
      client.log('onDead failed: the record is tried again', { offset: record.offset, error: String(failure) });
      return false;
    }
  };

  /** True when every record is processed or dead; false when stopped before. Throws only what `lost` throws. */
  const settle = async (records: LogRecord[], lost: () => void): Promise<boolean> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await call(records);
        return true;
      } catch (error) {
        const { topic, partition, offset } = records[0] as LogRecord;
        client.log('records failed', { topic, partition, offset, count: records.length, error: String(error) });
        const hopeless = kindOf(error) === 'fatal' || attempt >= attempts;
        if (records.length > 1 && (hopeless || kindOf(error) !== 'retryable')) return each(records, lost);
        if (records.length === 1 && hopeless && (await giveUp(records[0] as LogRecord, error))) return true;
      }
      await pause(Math.min(maxBackoffMs, backoffMs * 2 ** (attempt - 1)), undefined, {
        signal: stopping.signal,
      }).catch(() => undefined);
      if (stopping.signal.aborted) return false;
      lost();
    }
  };

  const each = async (records: LogRecord[], lost: () => void): Promise<boolean> => {
    for (const record of records) if (!(await settle([record], lost))) return false;
    return true;
  };

  const once = async (records: LogRecord[]): Promise<void> => {
    for (const record of records) {
      try {
        await call([record]);
      } catch (error) {
        const { topic, partition, offset } = record;
        client.log('record failed, and is gone: it was committed before', { topic, partition, offset });
        await giveUp(record, error);
      }
    }
  };

  const handle = async (payload: EachBatchPayload, positions: Positions): Promise<void> => {
    const { batch, heartbeat, resolveOffset, commitOffsetsIfNecessary, isStale } = payload;
    const { topic, partition } = batch;
    await positions.settled();
    if (isStale()) return;
    const records = batch.messages
      .map((message) => recordOf(topic, partition, message))
      .filter((record) => positions.isDue(record));
    let failure: unknown;
    const beat = setInterval(() => {
      heartbeat().catch((error) => {
        if (!failure) client.log('heartbeat failed with records in hand', { groupId, topic, error: String(error) });
        failure = error;
      });
    }, heartbeatMs);
    const lost = () => {
      if (failure) throw failure;
    };
    try {
      for (let from = 0; from < records.length; from += maxBatch) {
        if (stopping.signal.aborted || isStale()) return;
        const chunk = records.slice(from, from + maxBatch);
        const next = BigInt((chunk.at(-1) as LogRecord).offset) + 1n;
        const partitions = [{ partition, offset: next.toString() }];
        const commit = async () => {
          resolveOffset((next - 1n).toString());
          if (commits !== 'never') await commitOffsetsIfNecessary({ topics: [{ topic, partitions }] });
          see('settled', chunk);
        };
        see('received', chunk);
        if (commits === 'before') {
          await commit();
          await once(chunk);
        } else {
          if (!(await settle(chunk, lost))) return;
          await commit();
        }
        lost();
      }
    } finally {
      clearInterval(beat);
    }
  };

  // Only kafkajs' own errors are safe in its hands, and they must keep their type: by UNKNOWN_MEMBER_ID it joins again.
  const contained = async (payload: EachBatchPayload, positions: Positions): Promise<void> => {
    try {
      await handle(payload, positions);
    } catch (error) {
      throw error instanceof KafkaJSError ? error : tryAgain(error);
    }
  };

  let gaps: Gap[] = [];
  const tellGaps = (assigned: Record<string, number[]>): void => {
    const mine = gaps.filter(({ topic, partition }) => assigned[topic]?.includes(partition));
    gaps = gaps.filter((gap) => !mine.includes(gap));
    for (const gap of mine) onGone?.(gap);
  };

  let heartbeat = Date.now();
  let run: Run;
  const start = async (): Promise<Run> => {
    const opened = client.open();
    const consumer = opened.kafka.consumer({
      groupId,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: 3 * sessionTimeoutMs,
      heartbeatInterval: heartbeatMs,
      maxWaitTimeInMs: 250,
      allowAutoTopicCreation: false,
      retry: { ...retry, restartOnFailure: async () => !stopping.signal.aborted },
    });
    let isGivenUp = false;
    const giveUpOpening = () => {
      isGivenUp = true;
      opened.kill();
    };
    const positions = openPositions(client, consumer, {
      groupId,
      fromBeginning,
      starts,
      stopping: stopping.signal,
    });
    consumer.on(consumer.events.HEARTBEAT, () => {
      heartbeat = Date.now();
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      heartbeat = Date.now();
      positions.assign(payload.memberAssignment);
      tellGaps(payload.memberAssignment);
      void positions.settled().then(join, () => undefined);
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      client.log('consumer crashed', { groupId, error: payload.error.message, restart: payload.restart });
      if (payload.restart || stopping.signal.aborted || isGivenUp) return;
      opened.kill();
      void restart();
    });
    const begin = async () => {
      await consumer.connect();
      await consumer.subscribe({ topics, fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: (payload) => contained(payload, positions),
      });
    };
    try {
      await within(connectMs, `joining ${groupId}`, begin(), giveUpOpening);
    } catch (error) {
      giveUpOpening();
      throw typed(error, `joining ${groupId}`);
    }
    return { ...opened, consumer, positions };
  };

  const restart = async (): Promise<void> => {
    await pause(retry.maxRetryTime);
    if (stopping.signal.aborted) return;
    run = await start().catch((error) => {
      client.log('consumer not restarted', { groupId, error: String(error) });
      void restart();
      return run;
    });
  };

  const drain = async (): Promise<void> => {
    stopping.abort();
    refuse(new Retryable('closed before it joined'));
    const { consumer, kill } = run;
    await within(drainMs, 'leaving the group', consumer.disconnect(), kill).catch(() => undefined);
    kill();
  };

  const starts = await withAdmin(client, `offsets for ${groupId}`, async (admin) => {
    const ends = new Map<string, string>();
    for (const topic of topics) {
      await needTopic(admin, topic);
      if (onGone) gaps.push(...(await gapsOf(admin, groupId, topic)));
      for (const { partition, high } of await patiently(() => admin.fetchTopicOffsets(topic)))
        ends.set(`${topic}/${partition}`, high);
    }
    return ends;
  });
  run = await start();
  let draining: Promise<void> | undefined;
  const drained = () => (draining ??= drain());
  return {
    joined,
    lastHeartbeat: () => heartbeat,
    isAlive: (withinMs = sessionTimeoutMs) => Date.now() - heartbeat <= withinMs,
    drain: drained,
    close: drained,
  };
};

const tryAgain = (error: unknown): KafkaJSError =>
  new KafkaJSError(error instanceof Error ? error.message : String(error), { retriable: true });
