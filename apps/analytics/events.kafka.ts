import { type Fatal, crashPoint, kindOf } from '@parley/faults';
import { type Consumer, type KafkaClient, openConsumer } from '@parley/middleware/kafka';
import type { Way } from '@parley/service';
import { topics } from '@parley/topology';
import { type AnalyticsStore, keepDeadRecord, takeRecords } from './sales.service';

/**
 * The way in: the order topic from its beginning, group `analytics`; offsets are committed after the store. A record
 * that can't be read, or that the store will not take, becomes a dead record, and the log goes on.
 */
export function eventsKafka(
  client: KafkaClient,
  store: AnalyticsStore,
  groupId = 'analytics',
  topic: string = topics.orders.name,
): Way {
  let consumer: Consumer | undefined;
  return {
    channel: `kafka ${topic}`,
    start: async () => {
      consumer = await openConsumer(client, {
        groupId,
        topics: [topic],
        fromBeginning: true,
        eachBatch: async (records) => {
          await takeRecords(store, records);
          crashPoint('analytics.batch.committed');
        },
        onDead: (record, error) => {
          const reason = kindOf(error) === 'fatal' ? (error as Fatal).reason : 'attempts';
          return keepDeadRecord(store, { ok: false, record, reason, cause: String(error) });
        },
      });
    },
    healthy: () => consumer?.isAlive() ?? true,
    drain: async () => consumer?.drain(),
  };
}
