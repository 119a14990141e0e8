import type { OrderEvent__Output } from '@parley/contracts/generated/parley/orders/v1/OrderEvent';
import type { OrderLine__Output } from '@parley/contracts/generated/parley/orders/v1/OrderLine';
import type { Order__Output } from '@parley/contracts/generated/parley/orders/v1/Order';
import type { OrdersDefinition } from '@parley/contracts/generated/parley/orders/v1/Orders';
import type { Return__Output } from '@parley/contracts/generated/parley/orders/v1/Return';
import { grpcClient } from '@parley/middleware/grpc';
import type { z } from 'zod';
import { decimal } from './money';
import type { order, orderEvent, orderLine, returned } from './schemas';

export type OrdersClient = ReturnType<typeof openOrders>;

/** Pricing and reservation of a long order are inside of Place: it gets longer than the others. */
export const PLACE_DEADLINE_MS = 20_000;

/** The way out to orders. */
export const openOrders = (address: string) => grpcClient<OrdersDefinition>('parley.orders.v1.Orders', address);

const present = <K extends string>(key: K, value: string) => (value ? ({ [key]: value } as { [P in K]: string }) : {});

function lineView(line: OrderLine__Output): z.infer<typeof orderLine> {
  const { unitPrice, discount, net, vat, gross, ...rest } = line;
  return {
    ...rest,
    unitPrice: decimal(unitPrice),
    discount: decimal(discount),
    net: decimal(net),
    vat: decimal(vat),
    gross: decimal(gross),
  };
}

/** An order as the API shows it. What is empty on the wire is absent here. */
export function orderView(from: Order__Output | null): z.infer<typeof order> {
  if (!from) throw new TypeError('orders answered without an order');
  return {
    id: from.orderId,
    state: from.state as z.infer<typeof order>['state'],
    ...present('reason', from.reason),
    ...present('customer', from.customer),
    country: from.country,
    ...present('reference', from.reference),
    idempotencyKey: from.idempotencyKey,
    placedAt: from.placedAt,
    createdAt: from.createdAt,
    lines: from.lines.map(lineView),
    net: decimal(from.net),
    vat: decimal(from.vat),
    gross: decimal(from.gross),
    refunded: decimal(from.refunded),
    parcels: from.parcels,
    timeline: from.timeline.map(({ at, state, note }) => ({ at, state, ...present('note', note) })),
    ...present('traceId', from.traceId),
  };
}

export function returnView(from: Return__Output | null): z.infer<typeof returned> {
  if (!from) throw new TypeError('orders answered without a return');
  return {
    id: from.returnId,
    state: from.state as z.infer<typeof returned>['state'],
    ...present('customer', from.customer),
    idempotencyKey: from.idempotencyKey,
    createdAt: from.createdAt,
    refunded: decimal(from.refunded),
    lines: from.lines.map(({ line, sku, quantity, accepted, orderId, refund, reason }) => ({
      line,
      sku,
      quantity,
      accepted,
      ...present('orderId', orderId),
      refund: decimal(refund),
      ...present('reason', reason),
    })),
  };
}

export function eventView(from: OrderEvent__Output): z.infer<typeof orderEvent> {
  return {
    id: from.eventId,
    orderId: from.orderId,
    version: from.version,
    type: from.type,
    at: from.at,
    placedAt: from.placedAt,
    ...present('customer', from.customer),
    country: from.country,
    ...present('reference', from.reference),
    ...present('reason', from.reason),
    lines: from.lines.map(lineView),
    net: decimal(from.net),
    vat: decimal(from.vat),
    gross: decimal(from.gross),
  };
}
