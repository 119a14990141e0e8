import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  SendMessageCommand,
  type Message as Received,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Fatal } from '@parley/faults';
import { repeat } from '../aws';
import { openBatches } from './batches';
import { maxEntries } from './size';

/** How long a deletion is tried for, in ms; what could not be deleted comes again. */
const settlingMs = 10_000;
/** How long a deletion waits for others to go with it, in ms. */
const lingerMs = 200;

/** What can be done about a message that was handed out. */
export function openHand(client: SQSClient, QueueUrl: string, deadUrl: string) {
  const entriesOf = (some: Received[]) => some.map(({ ReceiptHandle }, n) => ({ Id: String(n), ReceiptHandle }));

  // Deleting twice is deleting once, so it may be repeated.
  const remove = openBatches<Received>(maxEntries, lingerMs, async (some) => {
    const command = new DeleteMessageBatchCommand({ QueueUrl, Entries: entriesOf(some) });
    await repeat('deleting', settlingMs, (options) => client.send(command, options));
  });

  const hide = openBatches<{ received: Received; seconds: number }>(maxEntries, 0, async (some) => {
    const entries = entriesOf(some.map(({ received }) => received));
    const Entries = entries.map((entry, n) => ({ ...entry, VisibilityTimeout: some[n]!.seconds }));
    const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries });
    await repeat('hiding', 2000, (options) => client.send(command, options));
  });

  return {
    /** Done with: gone from the queue. */
    remove: remove.add,
    /** From now on deletions wait for no others. */
    hurry: remove.hurry,
    /** Hidden from the others for so many seconds from now; 0: given back. */
    hide: (received: Received, seconds: number): Promise<void> => hide.add({ received, seconds }),
    /** To the dead letters with its reason. First put there, then deleted: a crash in between leaves two of it, never none. */
    bury: async (received: Received, { reason, message }: Fatal): Promise<void> => {
      const because = message.replace(/[^\t\n\r\x20-\x7e]/g, '?').slice(0, 500) || reason;
      const attributes = Object.entries(received.MessageAttributes ?? {}).slice(0, 8);
      const command = new SendMessageCommand({
        QueueUrl: deadUrl,
        MessageBody: received.Body!,
        MessageAttributes: {
          ...Object.fromEntries(attributes),
          reason: { DataType: 'String', StringValue: reason },
          because: { DataType: 'String', StringValue: because },
        },
        ...(deadUrl.endsWith('.fifo') && {
          MessageGroupId: received.Attributes?.MessageGroupId ?? 'dead',
          MessageDeduplicationId: received.MessageId!,
        }),
      });
      await repeat('burying', settlingMs, (options) => client.send(command, options));
      await remove.add(received);
    },
  };
}
