import { setTimeout as pause } from 'node:timers/promises';
import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { Fatal, kindOf, OutcomeUnknown, Retryable } from '@parley/faults';
import { call, type AwsPlace } from '../aws';
import { openOutbox } from '../brokered';
import { kinesisClient } from './client';

/** Bytes of one record: its data, and its partition key. */
export const maxRecordBytes = 1_048_576;
/** Of one request there may be 5 MiB; but a shard takes 1 MiB in a second, so that no more is begun behind as much. */
const fullRequestBytes = 1_048_576;
const maxRequestRecords = 500;

/** Where a record stands in its stream. Numbers grow within a shard, and say nothing across. */
export interface Standing {
  shard: string;
  sequenceNumber: string;
}

export interface KinesisProducer {
  /**
   * Resolves when the stream has it. Rejects within the deadline: Retryable where nothing of it was done, Fatal
   * (`not-found`, `too-large`, `key`, `credentials`, `closed`, `refused`), or OutcomeUnknown. Never sent a second time.
   */
  put(record: { key: string; data: Buffer }): Promise<Standing>;
  /** Takes nothing more, lets everything settle, ends. Twice is once. */
  close(): Promise<void>;
}

interface Item {
  key: string;
  data: Buffer;
  bytes: number;
  at?: Standing;
}
type Batch = { item: Item; settle(error?: Error): void }[];

const roomBytes = 256 * 1_048_576;
/** A request of which nobody knows may still be on its way: so long the next one waits, not to overtake it, in ms. */
const unknownMs = 200;

/** A throttled record was not taken, and the shard will take it later; so will a failed one. */
const refusal = (code: string, message?: string): Error =>
  new Retryable(`the record was not taken: ${code} ${message}`);

/**
 * Opens a producer. What is put while a request is under way goes together in the next: requests follow one another, so
 * that records of one key come in the order in which they were put. One that failed is not sent again, for it would come
 * after those that followed it: its caller is told and decides.
 */
export function openKinesisProducer(place: AwsPlace, stream: string, { deadlineMs = 5000 } = {}): KinesisProducer {
  const client = kinesisClient(place);
  const StreamName = place.nameOf(stream);
  let under = false;
  let forming: Batch = [];
  let formingBytes = 0;

  const outcomes = async (batch: Batch): Promise<(Error | undefined)[]> => {
    const Records = batch.map(({ item: { key, data } }) => ({ PartitionKey: key, Data: data }));
    const command = new PutRecordsCommand({ StreamName, Records });
    try {
      // The request has come back well, but not each of its records need have.
      const answer = await call('putting', deadlineMs, (options) => client.send(command, options));
      return batch.map(({ item }, index) => {
        const { ShardId, SequenceNumber, ErrorCode, ErrorMessage } = answer.Records?.[index] ?? {};
        if (ErrorCode) return refusal(ErrorCode, ErrorMessage);
        if (!ShardId || !SequenceNumber) return new OutcomeUnknown('the answer does not say what became of it');
        item.at = { shard: ShardId, sequenceNumber: SequenceNumber };
        return undefined;
      });
    } catch (error) {
      if (kindOf(error) === 'unknown') await pause(unknownMs);
      return batch.map(() => error as Error);
    }
  };

  const go = (): void => {
    if (under || forming.length === 0) return;
    const batch = forming;
    [forming, formingBytes, under] = [[], 0, true];
    void outcomes(batch).then((errors) => {
      under = false;
      for (const [index, { settle }] of batch.entries()) settle(errors[index]);
      outbox.pump();
      go();
    });
  };

  const outbox = openOutbox<Item>({
    window: Infinity,
    roomBytes,
    way: {
      isOpen: () => !under && forming.length < maxRequestRecords && formingBytes < fullRequestBytes,
      hand: (item, settle) => {
        if (forming.length === 0) setImmediate(go);
        forming.push({ item, settle });
        formingBytes += item.bytes;
      },
    },
  });

  let closed: Promise<void> | undefined;
  return {
    put: async ({ key, data }) => {
      if (key === '' || key.length > 256) throw new Fatal('a partition key has 1 to 256 characters', { reason: 'key' });
      const bytes = data.length + Buffer.byteLength(key);
      if (bytes > maxRecordBytes)
        throw new Fatal(`${bytes} B with its key, ${maxRecordBytes} B is the most`, { reason: 'too-large' });
      const item: Item = { key, data, bytes };
      await outbox.submit(item, bytes, deadlineMs);
      return item.at!;
    },
    close: () => (closed ??= outbox.close().then(() => client.destroy())),
  };
}
