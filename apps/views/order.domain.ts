/** Where the log has a record. */
export interface Place {
  partition: number;
  offset: number;
}

/** What is needed of an order event: the order as it is after the change, or, of type `returned`, what came back of it. Money in pence. */
export interface OrderEvent {
  eventId: string;
  orderId: string;
  version: number;
  type: string;
  at: string;
  placedAt: string;
  customer: string;
  country: string;
  reference: string;
  reason: string;
  lines: readonly { line: number; sku: string; quantity: number; gross: string }[];
  net: string;
  vat: string;
  gross: string;
}

/** An order as the events that are in tell it. `version` and the place are those of the latest one, `told` is from the latest that tells the whole order. */
export interface OrderView extends Place {
  orderId: string;
  version: number;
  changedAt: string;
  told?: Omit<OrderEvent, 'eventId' | 'orderId'>;
  /** Pieces that came back, by number of the line. */
  returned: Record<number, number>;
  refunded: string;
}

const isLater = (event: OrderEvent, { offset }: Place, view: OrderView): boolean =>
  event.version > view.version || (event.version === view.version && offset < view.offset);

const toldBy = ({ version, type, at, placedAt, customer, country, reference, reason, ...event }: OrderEvent) => ({
  version,
  type,
  at,
  placedAt,
  customer,
  country,
  reference,
  reason,
  lines: event.lines.map(({ line, sku, quantity, gross }) => ({ line, sku, quantity, gross })),
  net: event.net,
  vat: event.vat,
  gross: event.gross,
});

/**
 * The order with one event more. `isNew`: no event of that id was in. In whatever order the records of a log come in, and
 * however often, what comes out is the same, as long as each event id is new once.
 */
export function withEvent(before: OrderView | undefined, event: OrderEvent, place: Place, isNew: boolean): OrderView {
  const { orderId, version, at: changedAt } = event;
  const first = { orderId, version, partition: place.partition, offset: place.offset, changedAt };
  const view: OrderView = before ? { ...before } : { ...first, returned: {}, refunded: '0' };
  if (isLater(event, place, view)) Object.assign(view, first);
  if (!isNew) return view;
  if (event.type !== 'returned') {
    if (version > (view.told?.version ?? 0)) view.told = toldBy(event);
    return view;
  }
  view.returned = { ...view.returned };
  for (const { line, quantity } of event.lines) view.returned[line] = (view.returned[line] ?? 0) + quantity;
  view.refunded = String(BigInt(view.refunded) + BigInt(event.gross));
  return view;
}

/** All orders of records, from nothing: what the cache must hold. */
export function ordersOf(records: Iterable<Place & { event?: OrderEvent }>): Map<string, OrderView> {
  const orders = new Map<string, OrderView>();
  const seen = new Set<string>();
  for (const { event, ...place } of records) {
    if (!event) continue;
    orders.set(event.orderId, withEvent(orders.get(event.orderId), event, place, !seen.has(event.eventId)));
    seen.add(event.eventId);
  }
  return orders;
}

/** One text for one content, whatever the order in which its fields were set. */
export function bodyOf({
  orderId,
  version,
  partition,
  offset,
  changedAt,
  told,
  returned,
  refunded,
}: OrderView): string {
  return JSON.stringify({ orderId, version, partition, offset, changedAt, told, returned, refunded });
}
