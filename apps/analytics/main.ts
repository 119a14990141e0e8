import { ensureTopics, kafkaClient } from '@parley/middleware/kafka';
import { runService } from '@parley/service';
import { openStore } from '@parley/store';
import { topics } from '@parley/topology';
import { analyticsGrpc } from './analytics.grpc';
import { config } from './config';
import { deadLettersGrpc } from './dead-letters.grpc';
import { eventsKafka } from './events.kafka';
import { type AnalyticsTables, migrations } from './migrations';

/** Sales, live and replayed: order events in over Kafka, queries in over gRPC. */
runService({
  service: 'analytics',
  config,
  compose: async ({ config: env, process }) => {
    const place = { service: 'analytics', dataDir: env.PARLEY_DATA, databaseUrl: env.DATABASE_URL };
    const store = await openStore<AnalyticsTables>({ ...place, migrations });
    const client = kafkaClient({ brokers: env.PARLEY_KAFKA_BROKERS, clientId: process });
    await ensureTopics(client, [topics.orders]);
    return {
      grpc: [analyticsGrpc(store, client), deadLettersGrpc(store)],
      in: [eventsKafka(client, store)],
      close: [store],
    };
  },
});
