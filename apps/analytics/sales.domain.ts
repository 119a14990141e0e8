export const dimensions = ['product', 'country', 'minute'] as const;
export type Dimension = (typeof dimensions)[number];

/** What the reducer needs of an order event. Of a `returned` event the lines are what came back. */
export interface SalesEvent {
  eventId: string;
  type: string;
  placedAt: string;
  country: string;
  lines: readonly { sku: string; quantity: number; gross: string }[];
}

/** `gross` in pence, net of returns like `quantity`; `orders` counts completed orders, returned or not. */
export interface Sale {
  quantity: bigint;
  gross: bigint;
  orders: number;
}

export type Sales = Record<Dimension, Map<string, Sale>>;

export const noSales = (): Sales => ({ product: new Map(), country: new Map(), minute: new Map() });

/** The minute of an RFC 3339 time, in UTC. Throws RangeError when it is none. */
export const minuteOf = (time: string): string => `${new Date(time).toISOString().slice(0, 16)}Z`;

const signs: Readonly<Record<string, bigint>> = { completed: 1n, returned: -1n };

/** Whether the event is a sale, or takes one back: `completed` and `returned` are, the steps between are not. */
export const counts = (type: string): boolean => Object.hasOwn(signs, type);

function add(sales: Map<string, Sale>, key: string, by: Sale): void {
  const before = sales.get(key);
  if (before === undefined) return void sales.set(key, { ...by });
  before.quantity += by.quantity;
  before.gross += by.gross;
  before.orders += by.orders;
}

/** Adds one event to `sales`, in place. The caller sees to it that it is added once: a log may hold it twice. */
export function addEvent(sales: Sales, { type, placedAt, country, lines }: SalesEvent): void {
  if (!counts(type)) return;
  const sign = signs[type]!;
  const orders = type === 'completed' ? 1 : 0;
  const whole: Sale = { quantity: 0n, gross: 0n, orders };
  const products = new Map<string, Sale>();
  for (const { sku, quantity, gross } of lines) {
    const part = { quantity: sign * BigInt(quantity), gross: sign * BigInt(gross), orders: 0 };
    add(products, sku, part);
    whole.quantity += part.quantity;
    whole.gross += part.gross;
  }
  for (const [sku, part] of products) add(sales.product, sku, { ...part, orders });
  add(sales.country, country, whole);
  add(sales.minute, minuteOf(placedAt), whole);
}

/** Sales of all events, each event id counted once: neither order nor duplicates matter. */
export function reduceSales(events: Iterable<SalesEvent>, seen: Set<string> = new Set()): Sales {
  const sales = noSales();
  for (const event of events) {
    if (seen.has(event.eventId)) continue;
    seen.add(event.eventId);
    addEvent(sales, event);
  }
  return sales;
}

/** The greatest by gross; minutes in the order of time. 0: all. */
export function ranked(sales: Sales, by: Dimension, limit: number): (Sale & { key: string })[] {
  const rows = [...sales[by]].map(([key, sale]) => ({ key, ...sale }));
  const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
  rows.sort((a, b) => (by === 'minute' || a.gross === b.gross ? byKey(a, b) : a.gross > b.gross ? -1 : 1));
  return limit > 0 ? rows.slice(0, limit) : rows;
}
