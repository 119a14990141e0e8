import { setTimeout as pause } from 'node:timers/promises';
import {
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetRecordsOutput,
  type _Record,
} from '@aws-sdk/client-kinesis';
import { Fatal, kindOf } from '@parley/faults';
import { call, repeat, type AwsPlace } from '../aws';
import { backoffMs, handleOne, within } from '../brokered';
import { openCheckpoints } from './checkpoints';
import { kinesisClient } from './client';
import { readByDescent } from './descent';
import { incarnationOf, shardsOf } from './streams';

/** A record as it is read. */
export interface KinesisRecord {
  shard: string;
  sequenceNumber: string;
  key: string;
  data: Buffer;
}

export interface KinesisConsumerOptions<T> {
  stream: string;
  /** Where it keeps how far it has come: another consumer, another file. */
  checkpoints: string;
  /** Reads from the oldest record there is, whatever it has kept. */
  from?: 'beginning';
  /** Makes a message of a record; what it throws (Fatal) is skipped. */
  decode(record: KinesisRecord): T;
  /** Called for the records of a shard one after the other, for those of different shards at the same time. */
  handle(message: T): Promise<void>;
  /** Told of each record that is skipped. */
  refused(error: Fatal): void;
  /** Told once, where the service refuses for good, or its place cannot be kept: then nothing is read any more. */
  failed(error: Fatal): void;
  /** Between two questions to a shard, in ms. A shard answers five in a second, to all consumers together. */
  pollMs?: number;
  /** How long `close` waits for handlers, in ms. */
  drainMs?: number;
}

export interface KinesisConsumer {
  /** Resolves when nothing is read any more: it was closed, or has failed for good. Never rejects. */
  ended: Promise<void>;
  /** Reads no more, lets the running handler of each shard end, keeps how far it has come. Twice is once. */
  close(): Promise<void>;
}

const recordsAtOnce = 200;
/** How far it has come is kept so often, in ms, and at its end: what is handled in between comes again after a crash. */
const keepEveryMs = 1000;

/**
 * Opens a consumer that reads every shard from its checkpoint, or else from the oldest record there is. How far it has come
 * is kept every second: after a crash some of it comes again. A shard that was split or merged is read to its end before
 * those that came of it. A record that cannot be handled holds up its shard for some attempts, and is then skipped, for
 * what is in a log cannot be given back. Rejects typed where the stream cannot be found.
 */
export async function openKinesisConsumer<T>(
  place: AwsPlace,
  options: KinesisConsumerOptions<T>,
): Promise<KinesisConsumer> {
  const { stream, decode, handle, refused, failed, pollMs = 250, drainMs = 5000 } = options;
  const client = kinesisClient(place);
  const StreamName = place.nameOf(stream);
  const stopped = new AbortController();
  const { signal } = stopped;
  const checkpoints = await openCheckpoints(options.checkpoints, await incarnationOf(client, StreamName));

  const positions = new Map<string, { last: string; keptAt: number }>();
  const keep = async (shard: string): Promise<void> => {
    const position = positions.get(shard);
    if (!position) return;
    position.keptAt = performance.now();
    await checkpoints.reached(shard, position.last).catch((cause: unknown) => {
      throw new Fatal(`how far it came in ${shard} cannot be kept: ${String(cause)}`, { reason: 'checkpoints', cause });
    });
  };

  const iterator = async (ShardId: string): Promise<string> => {
    const kept = options.from === 'beginning' ? undefined : checkpoints.of(ShardId);
    const last = positions.get(ShardId)?.last ?? kept;
    const from = last
      ? ({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: last } as const)
      : ({ ShardIteratorType: 'TRIM_HORIZON' } as const);
    const command = new GetShardIteratorCommand({ StreamName, ShardId, ...from });
    const { ShardIterator } = await repeat('finding the place', 5000, (how) => client.send(command, how), signal);
    return ShardIterator!;
  };

  const take = async (shard: string, records: _Record[]): Promise<void> => {
    for (const { Data, PartitionKey = '', SequenceNumber = '' } of records) {
      if (signal.aborted) break;
      const record = { shard, sequenceNumber: SequenceNumber, key: PartitionKey, data: Buffer.from(Data ?? []) };
      const { is } = await handleOne({
        decode: () => decode(record),
        handle,
        refused,
        stopped: signal,
        handlingMs: 60_000,
      });
      if (is === 'given back') break;
      positions.set(shard, { last: SequenceNumber, keptAt: positions.get(shard)?.keptAt ?? performance.now() });
    }
    const { keptAt = Infinity } = positions.get(shard) ?? {};
    if (performance.now() - keptAt >= keepEveryMs) await keep(shard);
  };

  /** Reads on until the shard has ended (it was split or merged), or the consumer. */
  const follow = async (shard: string): Promise<void> => {
    let next: string | undefined;
    for (let failures = 0; !signal.aborted;) {
      try {
        next ??= await iterator(shard);
        const command = new GetRecordsCommand({ ShardIterator: next, Limit: recordsAtOnce });
        const answer: GetRecordsOutput = await call('reading', 10_000, (how) => client.send(command, how), signal);
        await take(shard, answer.Records ?? []);
        if (!answer.NextShardIterator) return;
        next = answer.NextShardIterator;
        failures = 0;
      } catch (error) {
        const isExpired = (error as Error).cause instanceof ExpiredIteratorException;
        if (kindOf(error) === 'fatal' && !isExpired) throw error;
        // An iterator lasts five minutes. Whatever else it was: on behind the last record that was handled.
        next = undefined;
        failures += isExpired ? 0 : 1;
      }
      await pause(failures > 0 ? backoffMs(failures) : pollMs, undefined, { signal }).catch(() => undefined);
    }
  };

  let hasFailed = false;
  const fail = (error: unknown): void => {
    stopped.abort();
    if (!hasFailed) failed(error as Fatal);
    hasFailed = true;
  };

  const { ended } = await readByDescent({
    list: (withinMs) => shardsOf(client, StreamName, withinMs),
    read: (shard) => follow(shard).finally(() => keep(shard)),
    failed: fail,
    signal,
  });

  const end = async (): Promise<void> => {
    stopped.abort();
    await within(ended, drainMs);
    client.destroy();
  };
  let closed: Promise<void> | undefined;
  return { ended, close: () => (closed ??= end()) };
}
