import { Retryable } from '@parley/faults';
import type { KafkaClient } from './client';
import { type Consumer, type ConsumerOptions, openConsumer } from './consumer';
import type { Sending } from './producer';
import type { LogRecord } from './records';
import { type HeldPosition, takeOver, type TransactionOptions } from './transaction';

export interface TransformOptions
  extends
    TransactionOptions,
    Pick<ConsumerOptions, 'groupId' | 'topics' | 'backoffMs' | 'maxBatch' | 'sessionTimeoutMs' | 'drainMs'> {
  /**
   * What is to be written for these records of one partition. It may be called again: its only effect is what it returns.
   * What it throws holds up the partition: a record that is no good it answers with one for a topic of the dead.
   */
  transform: (records: LogRecord[]) => Promise<Sending[]>;
}

/**
 * Reads, transforms and writes inside Kafka, each record exactly once: what is written and how far was read are one
 * transaction. Readers that read committed records only (ours do) see its results once, whatever crashes when.
 */
export const openTransform = async (client: KafkaClient, options: TransformOptions): Promise<Consumer> => {
  const { groupId, transform, transactionMs, onStep, ...others } = options;
  const held = new Map<string, HeldPosition>();

  const eachBatch = async (records: LogRecord[]): Promise<void> => {
    const { topic = '', partition = 0 } = records[0] ?? {};
    const place = `${topic}/${partition}`;
    const mine = held.get(place) ?? (await takeOver(client, { groupId, topic, partition }, { transactionMs, onStep }));
    held.set(place, mine);
    const due = records.filter(({ offset }) => BigInt(offset) >= mine.at());
    const last = due.at(-1);
    if (!last) return;
    const sendings = await transform(due);
    try {
      await mine.commit(sendings, BigInt(last.offset) + 1n);
    } catch (error) {
      // Committed or not, and perhaps by another by now: the next attempt takes the partition over anew, and asks.
      held.delete(place);
      await mine.letGo();
      throw new Retryable(String(error), { cause: error });
    }
  };

  const consumer = await openConsumer(client, { ...others, groupId, fromBeginning: true, commits: 'never', eachBatch });
  const end = async () => {
    await consumer.drain();
    await Promise.all([...held.values()].map(({ letGo }) => letGo()));
  };
  let ending: Promise<void> | undefined;
  const ended = () => (ending ??= end());
  return { ...consumer, drain: ended, close: ended };
};
