import { v7 as uuid } from 'uuid';
import type { RefundCommand } from '@parley/contracts/generated/parley/fulfilment/v1/RefundCommand';
import type { OrderEvent } from '@parley/contracts/generated/parley/orders/v1/OrderEvent';
import { cloudEvent, encode } from '@parley/marshalling';
import { type OutboxMessage, enqueue } from '@parley/store';
import { exchanges, topics } from '@parley/topology';
import { type TraceHeaders, inject, parseHeaders } from '@parley/tracing';
import type { OrderRow, Tx } from './orders.store';

type Traced = Pick<OrderRow, 'traceparent' | 'tracestate'>;

/** The stored context of whoever placed the order. */
export const storedTrace = ({ traceparent, tracestate }: Traced): TraceHeaders => ({
  ...(traceparent && { traceparent }),
  ...(tracestate && { tracestate }),
});

/**
 * What a message of this order carries: the current context where that belongs to the order's own trace, so that the
 * journey shows what led to what; else (a cancel, a return, a sweep) the context the order was placed in.
 */
export function traceOf(order: Traced): TraceHeaders {
  const current = inject();
  const stored = storedTrace(order);
  return parseHeaders(current)?.traceId === parseHeaders(stored)?.traceId ? current : stored;
}

type Addressed = Pick<OutboxMessage, 'channel' | 'destination' | 'key'> & { trace: TraceHeaders };

const send = async (tx: Tx, id: string, type: string, message: object, to: Addressed): Promise<void> => {
  const { contentType, body } = encode(type, message);
  const headers = cloudEvent({ id, type, source: 'orders', time: new Date().toISOString(), subject: to.key });
  await enqueue(tx, { ...to, id, type, contentType, body, headers });
};

const command = (queue: string, order: OrderRow): Addressed => ({
  channel: 'rabbitmq',
  destination: `${exchanges.commands}/${queue}`,
  key: order.order_id,
  trace: traceOf(order),
});

/** Asks fulfilment to take the money, and all that follows from it. */
export async function sendPayment(tx: Tx, order: OrderRow): Promise<void> {
  const commandId = uuid();
  const { order_id: orderId, customer, country, parcels, reference } = order;
  const payment = { commandId, orderId, customer, country, amount: String(order.gross), parcels, reference };
  await send(tx, commandId, 'parley.fulfilment.v1.FulfilCommand', payment, command('payment', order));
}

/** Asks fulfilment to give money back: of a cancelled order all that was taken, of a return its `amount`. */
export async function sendRefund(
  tx: Tx,
  order: OrderRow,
  refund: { kind: 'cancel' } | { kind: 'return'; returnId: string; amount: bigint },
): Promise<void> {
  const commandId = uuid();
  const { order_id: orderId, customer } = order;
  const wanted: RefundCommand = refund.kind === 'cancel' ? refund : { ...refund, amount: refund.amount.toString() };
  const message = { commandId, orderId, customer, ...wanted };
  await send(tx, commandId, 'parley.fulfilment.v1.RefundCommand', message, command('refund', order));
}

const inventoryCall = async (tx: Tx, method: string, key: string, trace: TraceHeaders, request: object) =>
  send(tx, uuid(), `parley.inventory.v1.${method}Request`, request, {
    channel: 'grpc',
    destination: `parley.inventory.v1.Inventory/${method}`,
    key,
    trace,
  });

/** Ship and Release as durable steps: repeated until inventory has acknowledged. */
export const callInventory = (tx: Tx, method: 'Ship' | 'Release', order: OrderRow): Promise<void> =>
  inventoryCall(tx, method, order.order_id, traceOf(order), { orderId: order.order_id });

/** The return's pieces go back to the shelf; a durable step too. */
export const callRestock = (
  tx: Tx,
  returned: Traced & { return_id: string },
  lines: { sku: string; quantity: number }[],
): Promise<void> =>
  inventoryCall(tx, 'Restock', returned.return_id, traceOf(returned), { returnId: returned.return_id, lines });

/** Puts an event on its way to the log, and to whoever watches. */
export const sendEvent = (tx: Tx, order: OrderRow, event: OrderEvent & { eventId: string }): Promise<void> =>
  send(tx, event.eventId, 'parley.orders.v1.OrderEvent', event, {
    channel: 'kafka',
    destination: topics.orders.name,
    key: order.order_id,
    trace: traceOf(order),
  });
