import { SendMessageBatchCommand, type SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { call, type AwsPlace } from '../aws';
import { openOutbox } from '../brokered';
import { sqsClient } from './client';
import type { SqsContent } from './envelope';
import { maxBytes, maxEntries, sizeOf } from './size';

/** What is said of a message to a FIFO queue. */
export interface SqsFifo {
  /** Messages of one group are handed out in their order, the next when the one before is deleted. */
  group: string;
  /** The queue drops a second message of the same id for five minutes. */
  deduplication: string;
}

export interface SqsSender {
  /**
   * Resolves when the queue has it. Rejects within the deadline: Retryable where nothing of it was done, Fatal
   * (`not-found`, `too-large`, `credentials`, `closed`, `refused`), or OutcomeUnknown. Never sent a second time.
   */
  send(content: SqsContent, fifo?: SqsFifo): Promise<void>;
  /** Takes nothing more, lets everything settle, ends. Twice is once. */
  close(): Promise<void>;
}

interface Item {
  entry: Omit<SendMessageBatchRequestEntry, 'Id'>;
  bytes: number;
}
type Batch = { item: Item; settle(error?: Error): void }[];

/** Bytes that may wait to be sent. */
const roomBytes = 256 * 1024 * 1024;
const parallelBatches = 8;

/**
 * Opens a sender. What is sent in one breath goes in batches of up to ten. A FIFO queue gets one batch after the other: it
 * keeps the order in which messages come to it, and two requests may overtake each other.
 */
export function openSqsSender(place: AwsPlace, url: string, { deadlineMs = 5000 } = {}): SqsSender {
  const client = sqsClient(place);
  const parallel = url.endsWith('.fifo') ? 1 : parallelBatches;
  let under = 0;
  let forming: Batch = [];

  const request = async (batch: Batch) => {
    const Entries = batch.map(({ item }, index) => ({ ...item.entry, Id: String(index) }));
    const command = new SendMessageBatchCommand({ QueueUrl: url, Entries });
    return call('sending', deadlineMs, (options) => client.send(command, options));
  };

  const outcomes = async (batch: Batch): Promise<(Error | undefined)[]> => {
    try {
      // The batch has come back well, but not each of its messages need have.
      const { Successful = [], Failed = [] } = await request(batch);
      return batch.map((_, index) => {
        const failed = Failed.find(({ Id }) => Id === String(index));
        if (failed?.SenderFault) return new Fatal(`${failed.Code}: ${failed.Message}`, { reason: 'refused' });
        if (failed) return new Retryable(`${failed.Code}: ${failed.Message}`);
        if (Successful.some(({ Id }) => Id === String(index))) return undefined;
        return new OutcomeUnknown('the answer does not say what became of it');
      });
    } catch (error) {
      return batch.map(() => error as Error);
    }
  };

  const go = (): void => {
    const batch = forming;
    forming = [];
    if (batch.length === 0) return;
    void outcomes(batch).then((errors) => {
      under -= 1;
      for (const [index, { settle }] of batch.entries()) settle(errors[index]);
      outbox.pump();
    });
  };

  const outbox = openOutbox<Item>({
    window: Infinity,
    roomBytes,
    way: {
      isOpen: () => under < parallel || (forming.length > 0 && forming.length < maxEntries),
      hand: (item, settle) => {
        const bytes = forming.reduce((sum, each) => sum + each.item.bytes, item.bytes);
        if (bytes > maxBytes) go();
        if (forming.length === 0) {
          under += 1;
          setImmediate(go);
        }
        forming.push({ item, settle });
        if (forming.length === maxEntries) go();
      },
    },
  });

  let closed: Promise<void> | undefined;
  return {
    send: async ({ body, attributes }, fifo) => {
      const bytes = sizeOf(body, attributes);
      if (bytes > maxBytes) throw new Fatal(`${bytes} B, ${maxBytes} B is the most`, { reason: 'too-large' });
      const ordered = fifo && { MessageGroupId: fifo.group, MessageDeduplicationId: fifo.deduplication };
      const entry = { MessageBody: body, MessageAttributes: attributes, ...ordered };
      await outbox.submit({ entry, bytes }, bytes, deadlineMs);
    },
    close: () => (closed ??= outbox.close().then(() => client.destroy())),
  };
}
