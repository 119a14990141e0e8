import { type Follower, type KafkaClient, followLog, processing } from '@parley/middleware/kafka';
import type { Way } from '@parley/service';
import type { TopicSpec } from '@parley/topology';
import type { Views } from './views.service';

/**
 * The way in: the order topic, each partition from the place that the store says. The broker keeps no place of this reader: what is in the
 * views and how far they are is written at once, or not at all.
 */
export function eventsKafka(client: KafkaClient, { name, partitions }: TopicSpec, views: Views): Way {
  let follower: Follower | undefined;
  return {
    channel: `kafka ${name}`,
    start: async () => {
      follower = await followLog(client, {
        topic: name,
        partitions,
        next: (partition) => BigInt(views.next(partition)),
        eachBatch: (records) => processing(name, records, () => views.take(records)),
      });
      await follower.positioned;
    },
    healthy: () => follower?.isAlive() ?? true,
    drain: async () => follower?.close(),
  };
}
