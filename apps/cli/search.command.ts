import { whole } from './arguments';
import { command, gatewayOf, show, type Context } from './context';
import { table } from './output';

interface Found {
  found: number;
  lag: { events: number; ms: number };
  orders: {
    orderId: string;
    state: string;
    customer?: string;
    country: string;
    reference?: string;
    placedAt: string;
    gross: string;
    lines: unknown[];
  }[];
}

export function searchCommand(context: Context) {
  return command('search', 'orders that hold every word: a state, customer, country, reference, sku')
    .argument('<words...>', 'the words')
    .option('--limit <n>', 'rows', whole(1), 20)
    .action(async (words: string[], { json, limit }) => {
      const found = await gatewayOf(context).get<Found>('/api/search', { q: words.join(' '), limit });
      const orders = table(
        found.orders,
        [
          { head: 'order', value: ({ orderId }) => orderId },
          { head: 'state', value: ({ state }) => state },
          { head: 'customer', value: ({ customer }) => customer ?? '-' },
          { head: 'country', value: ({ country }) => country },
          { head: 'reference', value: ({ reference }) => reference },
          { head: 'placed', value: ({ placedAt }) => placedAt },
          { head: 'lines', right: true, value: ({ lines }) => lines.length },
          { head: 'gross', right: true, value: ({ gross }) => gross },
        ],
        context.output,
      );
      const behind = found.lag.events > 0 ? `, the view is ${found.lag.events} events behind` : '';
      show(context, json, found, () => `${orders}\n\n${found.orders.length} of ${found.found} found${behind}`);
    });
}
