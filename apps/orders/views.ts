import type { Order } from '@parley/contracts/generated/parley/orders/v1/Order';
import type { Return } from '@parley/contracts/generated/parley/orders/v1/Return';
import { parseHeaders } from '@parley/tracing';
import type { OrderRow } from './orders.store';
import type { OrderView } from './queries.service';
import type { ReturnView } from './returns.service';
import { lineMessage } from './transition';

/** An order as it is answered: pence as decimal strings. */
export const orderMessage = ({ order, lines, timeline }: OrderView): Order => ({
  orderId: order.order_id,
  idempotencyKey: order.idempotency_key,
  customer: order.customer,
  country: order.country,
  reference: order.reference,
  placedAt: order.placed_at,
  createdAt: order.created_at,
  state: order.state,
  reason: order.reason,
  lines: lines.map(lineMessage),
  net: String(order.net),
  vat: String(order.vat),
  gross: String(order.gross),
  refunded: String(order.refunded),
  parcels: order.parcels,
  timeline: timeline.map(({ at, state, note }) => ({ at, state, note })),
  traceId: parseHeaders({ traceparent: order.traceparent })?.traceId ?? '',
});

/** An order in a list: without lines and timeline. */
export const orderInList = (order: OrderRow): Order => orderMessage({ order, lines: [], timeline: [] });

export const returnMessage = ({ row, parts }: ReturnView): Return => ({
  returnId: row.return_id,
  idempotencyKey: row.idempotency_key,
  customer: row.customer,
  state: row.state,
  lines: parts.map((part) => ({
    line: part.line,
    sku: part.sku,
    quantity: part.quantity,
    accepted: part.accepted,
    orderId: part.order_id,
    refund: String(part.refund),
    reason: part.reason,
  })),
  refunded: String(row.refunded),
  createdAt: row.created_at,
});
