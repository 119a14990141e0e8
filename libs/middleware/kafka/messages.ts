import { Fatal } from '@parley/faults';
import type { Message } from '@parley/marshalling';
import type { KafkaClient } from './client';
import { openConsumer } from './consumer';
import { messageOf, sendingOf } from './envelope';
import type { Gap } from './gaps';
import { openProducer } from './producer';
import type { LogRecord } from './records';

export interface MessageProducerOptions {
  topic: string;
  /** Bytes of the largest body. */
  maxBytes: number;
  deadlineMs: number;
  /** What decides the partition; by default the message's key, or else its sender's name. */
  keyOf?(message: Message): string;
}

export interface MessageProducer {
  /** Resolves when all in-sync replicas have it. Rejects as a producer's `send`, and Fatal `too-large`, `closed`. */
  notify(message: Message): Promise<void>;
  /** Takes nothing more, lets what was taken out. Twice is once. */
  close(): Promise<void>;
}

/** A producer of messages, each a record of one topic with its head in the headers (CloudEvents' names for them). */
export const openMessageProducer = async (
  client: KafkaClient,
  { topic, maxBytes, deadlineMs, keyOf }: MessageProducerOptions,
): Promise<MessageProducer> => {
  const producer = await openProducer(client, { deadlineMs });
  let closed = false;
  return {
    notify: async (message) => {
      if (closed) throw new Fatal('the producer is closed', { reason: 'closed' });
      if (message.body.length > maxBytes)
        throw new Fatal(`${message.body.length} bytes: ${maxBytes} are the most`, { reason: 'too-large' });
      await producer.send(sendingOf(message, topic, keyOf?.(message)));
    },
    close: () => {
      closed = true;
      return producer.close();
    },
  };
};

export interface MessageConsumerOptions {
  groupId: string;
  topic: string;
  notify(message: Message): Promise<void>;
  /**
   * Told of every record that is thrown away: none of ours, refused by `notify` (Fatal), given up after five attempts; and,
   * `expired`, of how many were gone before this group had read them.
   */
  refused(error: Fatal): void;
}

/** The least that a broker allows, in ms: so long a member that died keeps its partitions. */
const sessionTimeoutMs = 6000;

const expired = ({ topic, partition, from, to }: Gap): Fatal =>
  new Fatal(`${to - from} records of ${topic}/${partition} were kept no longer: ${from} to ${to - 1n} are unread`, {
    reason: 'expired',
    detail: { topic, partition: `${partition}`, from: `${from}`, to: `${to}` },
  });

/**
 * A member of a group that reads a topic of messages: each is handed over in its partition's order, and committed after the
 * whole of its batch was processed. A new group begins at the beginning. Resolves when it is a member.
 */
export const openMessageConsumer = (
  client: KafkaClient,
  { groupId, topic, notify, refused }: MessageConsumerOptions,
): ReturnType<typeof openConsumer> => {
  // What of a batch has been processed is not processed again with the rest of it.
  const done = new WeakSet<LogRecord>();
  const take = async (record: LogRecord): Promise<void> => {
    if (!done.has(record)) await notify(messageOf(record));
    done.add(record);
  };
  return openConsumer(client, {
    groupId,
    topics: [topic],
    fromBeginning: true,
    sessionTimeoutMs,
    eachBatch: async (records) => {
      for (const record of records) await take(record);
    },
    onDead: (_, error) =>
      refused(error instanceof Fatal ? error : new Fatal('given up', { reason: 'given-up', cause: error })),
    onGone: (gap) => refused(expired(gap)),
  });
};
