import { v7 as uuid } from 'uuid';
import { wantedLine, whole, type WantedLine } from './arguments';
import { command, gatewayOf, show, type Context } from './context';
import { facts, table, type Column, type Output } from './output';

export interface Order {
  id: string;
  state: string;
  reason?: string;
  customer?: string;
  country: string;
  reference?: string;
  createdAt: string;
  placedAt: string;
  lines: {
    line: number;
    sku: string;
    quantity: number;
    unitPrice: string;
    discount: string;
    net: string;
    vat: string;
    gross: string;
    returned: number;
  }[];
  net: string;
  vat: string;
  gross: string;
  refunded: string;
  parcels: number;
  timeline: { at: string; state: string; note?: string }[];
}

type OrderLine = Order['lines'][number];
const lineColumns: Column<OrderLine>[] = [
  { head: 'line', right: true, value: (line) => line.line },
  { head: 'sku', value: (line) => line.sku },
  { head: 'quantity', right: true, value: (line) => line.quantity },
  { head: 'price', right: true, value: (line) => line.unitPrice },
  { head: 'discount', right: true, value: (line) => line.discount },
  { head: 'net', right: true, value: (line) => line.net },
  { head: 'VAT', right: true, value: (line) => line.vat },
  { head: 'gross', right: true, value: (line) => line.gross },
  { head: 'returned', right: true, value: (line) => line.returned || '' },
];

export function orderText(order: Order, output: Output): string {
  const about = facts(
    [
      ['order', order.id], ['state', order.state], ['reason', order.reason], ['customer', order.customer ?? 'guest'],
      ['country', order.country], ['reference', order.reference], ['placed', order.placedAt], ['net', order.net], ['VAT', order.vat],
      ['gross', order.gross], ['refunded', order.refunded === '0.00' ? undefined : order.refunded], ['parcels', order.parcels],
    ],
    output,
  ); // prettier-ignore
  const timeline = table(
    order.timeline,
    [
      { head: 'at', value: (entry) => entry.at },
      { head: 'state', value: (entry) => entry.state },
      { head: 'note', value: (entry) => entry.note },
    ],
    output,
  );
  return [about, table(order.lines, lineColumns, output), timeline].join('\n\n');
}

export function orderCommand(context: Context) {
  return command('order', 'place an order')
    .argument('<SKU:QUANTITY...>', 'what and how much; a sku may come twice', wantedLine)
    .option('--customer <number>', 'customer (default: a guest)')
    .option('--country <name>', "country, as the retailer writes it: 'EIRE' is Ireland", 'United Kingdom')
    .option('--reference <text>', 'your own reference')
    .option('--key <text>', 'Idempotency-Key: the same key orders nothing twice (default: a new one)')
    .action(async (lines: WantedLine[], { json, key = uuid(), ...about }) => {
      const { status, body } = await gatewayOf(context).post<Order>('/api/orders', { ...about, lines }, key);
      if (status === 200) context.output.err('The key was known: nothing new was ordered.');
      show(context, json, body, () => orderText(body, context.output));
    });
}

export function ordersCommand(context: Context) {
  return command('orders', 'list orders, newest first, or show one')
    .argument('[ID]', 'show this one')
    .option('--state <state>', 'only in that state')
    .option('--customer <number>', 'only of that customer')
    .option('--country <name>', 'only from that country')
    .option('--open', 'only orders that are not final')
    .option('--limit <n>', 'how many', whole(1), 20)
    .action(async (id: string | undefined, { json, limit, open, ...filter }) => {
      const gateway = gatewayOf(context);
      if (id) {
        const order = await gateway.get<Order>(`/api/orders/${encodeURIComponent(id)}`);
        return show(context, json, order, () => orderText(order, context.output));
      }
      const orders: Order[] = [];
      let cursor: string | undefined;
      do {
        const query = { ...filter, open, cursor, limit: Math.min(200, limit - orders.length) };
        const page = await gateway.get<{ orders: Order[]; next?: string }>('/api/orders', query);
        orders.push(...page.orders);
        cursor = page.next;
      } while (cursor && orders.length < limit);
      const columns: Column<Order>[] = [
        { head: 'order', value: (order) => order.id },
        { head: 'state', value: (order) => order.state },
        { head: 'customer', value: (order) => order.customer ?? 'guest' },
        { head: 'country', value: (order) => order.country },
        { head: 'reference', value: (order) => order.reference },
        { head: 'gross', right: true, value: (order) => order.gross },
        { head: 'created', value: (order) => order.createdAt },
        { head: 'reason', value: (order) => order.reason },
      ];
      show(context, json, orders, () =>
        orders.length ? table(orders, columns, context.output) : 'No such orders. Place one: parley order 85123A:6',
      );
    });
}
