import type { ViewedOrder__Output } from '@parley/contracts/generated/parley/views/v1/ViewedOrder';
import { decimal } from './money';
import { operation, type Operation } from './operation';
import { found, searchQuery } from './schemas';
import type { ViewsClient } from './views.grpc';

const view = ({ orderId, version, state, reason, customer, country, reference, ...order }: ViewedOrder__Output) => ({
  orderId,
  version,
  position: { partition: order.partition, offset: Number(order.offset) },
  state,
  ...(reason && { reason }),
  ...(customer && { customer }),
  country,
  ...(reference && { reference }),
  placedAt: order.placedAt,
  changedAt: order.changedAt,
  lines: order.lines.map(({ line, sku, quantity, gross, returned }) => ({
    line,
    sku,
    quantity,
    gross: decimal(gross),
    returned,
  })),
  gross: decimal(order.gross),
  refunded: decimal(order.refunded),
});

/** Orders by what they hold, from the view that follows the log. */
export function searchOperations(views: ViewsClient): Operation[] {
  return [
    operation({
      method: 'get',
      path: '/api/search',
      id: 'search',
      tag: 'orders',
      summary:
        'Orders that hold every word (state, customer, country, reference, sku), the newest first, as far as the view has followed the log.',
      query: searchQuery,
      replies: { 200: { description: 'What was found, and how far behind the view is', schema: found } },
      async handle({ query: { q, limit } }) {
        const answer = await views.Search({ q, limit }, { idempotent: true });
        const lag = { events: Number(answer.lag?.events), ms: Number(answer.lag?.ms) };
        return { status: 200, body: { q, found: answer.found, lag, orders: answer.orders.map(view) } };
      },
    }),
  ];
}
