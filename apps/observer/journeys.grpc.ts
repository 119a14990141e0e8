import type { Hop } from '@parley/contracts/generated/parley/observer/v1/Hop';
import type { ObserverDefinition } from '@parley/contracts/generated/parley/observer/v1/Observer';
import { grpcService, rpcError } from '@parley/middleware/grpc';
import { journeyOf, type Span } from './journey.domain';
import type { SpanStore } from './spans.store';

const hop = ({ traceId: _traceId, orderId: _orderId, startNanos, durationNanos, ...rest }: Span): Hop => ({
  ...rest,
  startedAt: new Date(Number(startNanos / 1_000_000n)).toISOString(),
  startNanos: `${startNanos}`,
  durationNanos: `${durationNanos}`,
});

/** Journeys, as far as they were seen. NOT_FOUND where no span names the order: none came yet, or they were let go. */
export const journeys = (store: SpanStore) =>
  grpcService<ObserverDefinition>('parley.observer.v1.Observer', {
    async Journey({ orderId }) {
      const journey = journeyOf(orderId, store);
      if (!journey) throw rpcError('NOT_FOUND', `nothing was seen of order ${orderId} since the observer started`, { reason: 'journey-unknown' });
      return { traceId: journey.traceId, hops: journey.hops.map(hop) };
    },
  });
