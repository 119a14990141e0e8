import { v7 as uuid } from 'uuid';
import type { OrderLine } from '@parley/contracts/generated/parley/orders/v1/OrderLine';
import { callInventory, sendEvent, sendPayment, sendRefund } from './messages';
import { type Command, type EventType, type Trigger, decide } from './order.domain';
import { type LineRow, type OrderRow, type Tx, addToTimeline, readLines, updateOrder } from './orders.store';

/** A line as it is told to others; money as decimal strings of pence. */
export const lineMessage = (row: LineRow): OrderLine => ({
  line: row.line,
  sku: row.sku,
  quantity: row.quantity,
  unitPrice: String(row.unit_price),
  discount: String(row.discount),
  net: String(row.net),
  vat: String(row.vat),
  gross: String(row.gross),
  parcels: row.parcels,
  returned: row.returned,
});

const commands: Record<Command, (tx: Tx, order: OrderRow) => Promise<void>> = {
  pay: sendPayment,
  cancel: (tx, order) => sendRefund(tx, order, { kind: 'cancel' }),
  ship: (tx, order) => callInventory(tx, 'Ship', order),
  release: (tx, order) => callInventory(tx, 'Release', order),
};

/** What an event tells beside the order: by default its lines and sums as they are. */
export interface Told {
  lines: OrderLine[];
  net: bigint;
  vat: bigint;
  gross: bigint;
}

async function tell(tx: Tx, order: OrderRow, type: EventType, at: string, told?: Told): Promise<void> {
  await sendEvent(tx, order, {
    eventId: uuid(),
    orderId: order.order_id,
    version: order.version,
    type,
    at,
    placedAt: order.placed_at,
    customer: order.customer,
    country: order.country,
    reference: order.reference,
    reason: order.reason,
    lines: told?.lines ?? (await readLines(tx, order.order_id)).map(lineMessage),
    net: String(told?.net ?? order.net),
    vat: String(told?.vat ?? order.vat),
    gross: String(told?.gross ?? order.gross),
  });
}

export interface Circumstances {
  /** Shown in the timeline. */
  note?: string;
  /** Why the order ends other than it was meant to; the first one given stays. */
  reason?: string;
  told?: Told;
}

/**
 * Does to an order what the saga's table says for `trigger`: state, timeline, event and commands, all in the caller's
 * transaction. Returns the order as it is then. What the table does not have is noted in the timeline and changes
 * nothing else: undefined.
 */
export async function advance(
  tx: Tx,
  order: OrderRow,
  trigger: Trigger,
  { note = '', reason = '', told }: Circumstances = {},
): Promise<OrderRow | undefined> {
  const at = new Date().toISOString();
  const change = decide(order.state, trigger);
  if (!change) {
    await addToTimeline(tx, order.order_id, { at, state: order.state, note: `ignored: ${trigger}` });
    return undefined;
  }
  const next: OrderRow = {
    ...order,
    state: change.to,
    reason: order.reason || reason,
    version: order.version + (change.event ? 1 : 0),
  };
  await updateOrder(tx, order.order_id, { state: next.state, reason: next.reason, version: next.version });
  // Where the state stays (paid while cancelling, refunded when completed), the trigger is what there is to see.
  const shown = note || (change.to === order.state ? trigger : reason);
  await addToTimeline(tx, order.order_id, { at, state: next.state, note: shown });
  if (change.event) await tell(tx, next, change.event, at, told);
  for (const command of change.commands ?? []) await commands[command](tx, next);
  return next;
}
