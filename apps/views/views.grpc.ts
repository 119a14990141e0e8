import { z } from 'zod';
import type { ViewsDefinition } from '@parley/contracts/generated/parley/views/v1/Views';
import { type GrpcService, checked, grpcService, rpcError } from '@parley/middleware/grpc';
import type { OrderView } from './order.domain';
import type { Rebuild } from './rebuild.kafka';
import type { Views } from './views.service';

/** Orders of a search where nothing is said, and at most. */
const [usual, most] = [20, 100];

const getRequest = z.object({ orderId: z.string().min(1, 'is missing').max(200) });
const searchRequest = z.object({ q: z.string().min(1, 'is missing').max(200), limit: z.number().int().max(most) });

const lagOnTheWire = ({ events, ms }: { events: number; ms: number }) => ({ events: String(events), ms: String(ms) });
const contentOnTheWire = (content?: { rows: number; hash: string }) =>
  content && { rows: String(content.rows), hash: content.hash };

function onTheWire({ orderId, version, partition, offset, changedAt, told, returned, refunded }: OrderView) {
  const { type: state = '', lines = [], ...order } = told ?? {};
  const withReturned = lines.map((line) => ({ ...line, returned: returned[line.line] ?? 0 }));
  const place = { version, partition, offset: String(offset) };
  return { ...order, orderId, ...place, changedAt, state, lines: withReturned, refunded };
}

/** The Views service: both stores, how far they are, and both again from nothing. */
export const viewsGrpc = (views: Views, rebuild: Rebuild): GrpcService =>
  grpcService<ViewsDefinition>('parley.views.v1.Views', {
    Get: async (request) => {
      const { orderId } = checked(getRequest, request);
      const found = await views.get(orderId);
      if (!found) throw rpcError('NOT_FOUND', `no event of order ${orderId} is in`, { reason: 'order-unknown' });
      return { order: onTheWire(found.order), lag: lagOnTheWire(found.lag) };
    },
    Search: async (request) => {
      const { q, limit } = checked(searchRequest, request);
      const { orders, found, lag } = await views.search(q, limit || usual);
      return { orders: orders.map(onTheWire), found, lag: lagOnTheWire(lag) };
    },
    Status: async ({ content: asked }) => {
      const { standings, lag, content, ...status } = await views.status(asked);
      const positions = standings.map(({ partition, next, end }) => ({
        partition,
        next: String(next),
        end: String(end),
      }));
      const { cache, search } = content ?? {};
      return {
        ...status,
        positions,
        lag: lagOnTheWire(lag),
        unreadable: String(status.unreadable),
        cache: contentOnTheWire(cache),
        search: contentOnTheWire(search),
      };
    },
    Rebuild: async ({ check }) => {
      const { generation, records, ms, before, after } = await rebuild.run(check);
      const same =
        before !== undefined && before.cache.hash === after?.cache.hash && before.search.hash === after.search.hash;
      return {
        generation,
        records: String(records),
        ms,
        same,
        cacheBefore: contentOnTheWire(before?.cache),
        cache: contentOnTheWire(after?.cache),
        searchBefore: contentOnTheWire(before?.search),
        search: contentOnTheWire(after?.search),
      };
    },
  });
