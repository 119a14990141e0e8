import { appendFileSync } from 'node:fs';
import { type Consumer, type KafkaClient, type LogRecord, openConsumer, openTransform } from '@parley/middleware/kafka';

/** Where a worker of the group reads, and where what it does can be seen. */
export interface Work {
  client: KafkaClient;
  groupId: string;
  topic: string;
  /** The file that each record processed has a line in: an effect outside Kafka. */
  effects: string;
  /** The topic that each record processed has a record in: an effect inside. */
  results: string;
  /** Called in the moment that decides: between the effect and what makes sure of it, or the other way round. */
  moment(): void;
}

const session = { fromBeginning: true, sessionTimeoutMs: 6000, backoffMs: 10, maxBatch: 10 };

const effect =
  ({ effects }: Work) =>
  async (records: LogRecord[]): Promise<void> =>
    appendFileSync(effects, records.map(({ key }) => `${key}\n`).join(''));

/** A worker for each of the three: what differs is when the position is made sure of. */
export const guarantees = {
  /** Committed, then processed: who dies in between has lost them. */
  'at most once': (work: Work): Promise<Consumer> => {
    const { client, groupId, topic, moment } = work;
    const eachBatch = async (records: LogRecord[]) => {
      moment();
      await effect(work)(records);
    };
    return openConsumer(client, { ...session, groupId, topics: [topic], commits: 'before', eachBatch });
  },
  /** Processed, then committed: who dies in between has them processed again. */
  'at least once': (work: Work): Promise<Consumer> => {
    const { client, groupId, topic, moment } = work;
    const eachBatch = async (records: LogRecord[]) => {
      await effect(work)(records);
      moment();
    };
    return openConsumer(client, { ...session, groupId, topics: [topic], commits: 'after', eachBatch });
  },
  /** Result and position in one transaction, both inside Kafka: who dies in between has done nothing. */
  'exactly once': ({ client, groupId, topic, results, moment }: Work): Promise<Consumer> =>
    openTransform(client, {
      ...session,
      groupId,
      topics: [topic],
      transform: async (records) => records.map(({ key, value }) => ({ topic: results, key, value })),
      onStep: (step) => (step === 'written' ? moment() : undefined),
    }),
} as const;

export type Guarantee = keyof typeof guarantees;
