import { type Message, Partitioners, type Producer as KafkaJSProducer } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import { Fatal, OutcomeUnknown } from '@parley/faults';
import { inject } from '@parley/tracing';
import { type KafkaClient, patiently, protocolType, retry, typed, within, withAdmin } from './client';
import { checked, type Sending } from './producer';

/** What is moved on by transactions: how far `groupId` has come in one partition of a topic. */
export interface Position {
  groupId: string;
  topic: string;
  partition: number;
}

export interface TransactionOptions {
  /** How long one transaction may take; then the broker aborts it. Default 10 s. */
  transactionMs?: number;
  /** Told of each step of a transaction when it is done. */
  onStep?: (step: 'written' | 'positioned' | 'committed') => void | Promise<void>;
}

/** A position that nobody else can move as long as this one has it. */
export interface HeldPosition {
  /** Where the group stood when it was taken over, or stands now: everything before has been done. 0 for a new group. */
  at(): bigint;
  /**
   * Writes the records and moves the position, both or neither. After a rejection nobody knows which: let go, take over
   * anew and see `at`. OutcomeUnknown; Fatal `no-key`, `no-value`, `header`, `too-large` before anything was written.
   */
  commit(sendings: Sending[], next: bigint): Promise<void>;
  letGo(): Promise<void>;
}

// What is added right after a commit may meet the end of that very transaction; kafkajs repeats this for none but the first call.
const whenFree = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (protocolType(error) !== 'CONCURRENT_TRANSACTIONS') throw error;
      await pause(10);
    }
  }
};

const grouped = (sendings: Sending[]): { topic: string; messages: Message[] }[] => {
  const byTopic = new Map<string, Message[]>();
  for (const sending of sendings) {
    const message = { key: sending.key, value: sending.value, headers: { ...checked(sending), ...inject() } };
    byTopic.set(sending.topic, [...(byTopic.get(sending.topic) ?? []), message]);
  }
  return [...byTopic].map(([topic, messages]) => ({ topic, messages }));
};

/**
 * Takes over a group's position: ends what its holder before has left open, bars it, and only then asks where the position
 * is. A transactional id therefore belongs to one position, not to one process; kafkajs has no other way to keep out a
 * member that was taken for dead. Retryable where the brokers do not answer.
 */
export const takeOver = async (
  client: KafkaClient,
  { groupId, topic, partition }: Position,
  { transactionMs = 10_000, onStep }: TransactionOptions = {},
): Promise<HeldPosition> => {
  const place = `${groupId}/${topic}/${partition}`;
  const { kafka, kill } = client.open();
  const producer: KafkaJSProducer = kafka.producer({
    transactionalId: place,
    transactionTimeout: transactionMs,
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry,
  });
  const begin = async () => {
    await producer.connect();
    // Not the connection but the first transaction asks for the producer's epoch: from then on others are barred.
    return producer.transaction();
  };
  const position = () =>
    withAdmin(client, `position of ${groupId}`, async (admin) => {
      const [found] = await patiently(() => admin.fetchOffsets({ groupId, topics: [topic] }));
      const offset = found?.partitions.find((each) => each.partition === partition)?.offset ?? '-1';
      return offset === '-1' ? 0n : BigInt(offset);
    });
  try {
    let transaction = await within(3 * transactionMs, `taking over ${place}`, begin(), kill);
    let at = await position();
    const run = async (records: { topic: string; messages: Message[] }[], next: bigint) => {
      if (!transaction.isActive()) transaction = await producer.transaction();
      if (records.length > 0) await whenFree(() => transaction.sendBatch({ acks: -1, topicMessages: records }));
      await onStep?.('written');
      const topics = [{ topic, partitions: [{ partition, offset: next.toString() }] }];
      await whenFree(() => transaction.sendOffsets({ consumerGroupId: groupId, topics }));
      await onStep?.('positioned');
      await transaction.commit();
      at = next;
      await onStep?.('committed');
    };
    return {
      at: () => at,
      commit: async (sendings, next) => {
        const records = grouped(sendings);
        try {
          await within(transactionMs, `a transaction of ${place}`, run(records, next), kill);
        } catch (error) {
          if (error instanceof Fatal) throw error;
          throw new OutcomeUnknown(`a transaction of ${place}: ${protocolType(error) ?? String(error)}`, {
            cause: error,
          });
        }
      },
      letGo: async () => {
        await within(1000, 'disconnecting', producer.disconnect(), kill).catch(() => undefined);
        kill();
      },
    };
  } catch (error) {
    kill();
    throw typed(error, `taking over ${place}`);
  }
};
