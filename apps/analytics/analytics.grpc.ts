import type { AnalyticsDefinition } from '@parley/contracts/generated/parley/analytics/v1/Analytics';
import { type GrpcService, grpcService, rpcError } from '@parley/middleware/grpc';
import type { KafkaClient } from '@parley/middleware/kafka';
import { topics } from '@parley/topology';
import { replayFrom, replaySales } from './replay.kafka';
import { type Dimension, type Sale, dimensions, ranked } from './sales.domain';
import { type AnalyticsStore, eventsTaken, salesBy } from './sales.service';

/** What is not said is `product`. */
function dimensionOf(by: string): Dimension {
  const found = dimensions.find((dimension) => dimension === (by || 'product'));
  if (found) return found;
  const description = `${JSON.stringify(by)} is none of ${dimensions.join(', ')}`;
  throw rpcError('INVALID_ARGUMENT', description, {
    reason: 'invalid-by',
    fieldViolations: [{ field: 'by', description }],
  });
}

const onTheWire = ({ key, quantity, gross, orders }: Sale & { key: string }) => ({
  key,
  quantity: String(quantity),
  gross: String(gross),
  orders,
});

/** The Analytics service: sales as they stand in the store, and as the log has them. `limit` 0: all. */
export const analyticsGrpc = (
  store: AnalyticsStore,
  client: KafkaClient,
  topic: string = topics.orders.name,
): GrpcService =>
  grpcService<AnalyticsDefinition>('parley.analytics.v1.Analytics', {
    Sales: async ({ by, limit }) => {
      const sales = await salesBy(store, dimensionOf(by), limit);
      return { sales: sales.map(onTheWire), events: await eventsTaken(store) };
    },
    Replay: async ({ by, from, limit }, { signal }) => {
      const dimension = dimensionOf(by);
      const { sales, records, events } = await replaySales(client, topic, replayFrom(from), signal);
      return { sales: ranked(sales, dimension, limit).map(onTheWire), records, events };
    },
  });
