import { ensureTopics, kafkaClient } from '@parley/middleware/kafka';
import { runService } from '@parley/service';
import { openStore } from '@parley/store';
import { topics } from '@parley/topology';
import { config } from './config';
import { eventsKafka } from './events.kafka';
import { type ViewsTables, migrations } from './migrations';
import { openRebuild } from './rebuild.kafka';
import { viewsGrpc } from './views.grpc';
import { openViews } from './views.service';

/** A cache and a search view of the orders: their events in over Kafka, queries in over gRPC. */
runService({
  service: 'views',
  config,
  compose: async ({ config: env, process }) => {
    const place = { service: 'views', dataDir: env.PARLEY_DATA, databaseUrl: env.DATABASE_URL };
    const store = await openStore<ViewsTables>({ ...place, migrations });
    const client = kafkaClient({ brokers: env.PARLEY_KAFKA_BROKERS, clientId: process });
    const topic = { ...topics.orders, name: `${env.PARLEY_ORDERS_PREFIX}${topics.orders.name}` };
    await ensureTopics(client, [topic]);
    const views = await openViews(store, client, topic);
    const rebuild = openRebuild(views, store, client, topic.name);
    return { grpc: [viewsGrpc(views, rebuild)], in: [eventsKafka(client, topic, views), rebuild.way], close: [store] };
  },
});
