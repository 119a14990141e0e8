import { command, gatewayOf, show, type Context } from './context';
import { failed, usage } from './failures';
import type { Gateway } from './gateway.http';
import { lines, type Hop, type Line } from './journey.domain';
import { facts, table, type Column, type Output } from './output';

interface Journey {
  orderId: string;
  traceId: string;
  hops: Hop[];
}

const SIBLINGS = 3;
const fixed = (value: number) => value.toFixed(1);

const columns: Column<Line>[] = [
  { head: '#', right: true, value: (line) => line.number || '' },
  { head: 'at', value: (line) => (line.more ? '' : line.hop.startedAt.slice(11, 23)) },
  { head: 'offset ms', right: true, value: (line) => (line.more ? '' : fixed(line.offsetMs)) },
  {
    head: 'took ms',
    right: true,
    value: (line) => (line.more ? `≤ ${fixed(line.durationMs)}` : fixed(line.durationMs)),
  },
  {
    head: 'hop',
    value: ({ depth, hop, more }) => `${'  '.repeat(depth)}${more ? `… ${more} more ` : ''}${hop.kind} ${hop.name}`,
  },
  { head: 'style', value: ({ hop }) => hop.style },
  { head: 'channel', value: ({ hop }) => hop.channel },
  { head: 'process', value: ({ hop, more }) => (more ? hop.service : hop.process) },
  { head: 'links', value: (line) => line.links.map((number) => `#${number}`).join(' ') },
  { head: 'error', value: ({ hop }) => hop.error },
];

export function journeyText({ orderId, traceId, hops }: Journey, most: number, output: Output): string {
  const shown = lines(hops, most);
  const last = Math.max(0, ...shown.map((line) => line.offsetMs + line.durationMs));
  const about = facts([['order', orderId], ['trace', traceId], ['hops', hops.length], ['took', `${fixed(last)} ms`]], output); // prettier-ignore
  return `${about}\n\n${table(shown, columns, output)}`;
}

/** The newest order that is completed, since it went the whole way; without one the newest at all. */
async function lastOrder(gateway: Gateway): Promise<string> {
  for (const state of ['completed', undefined]) {
    const { orders } = await gateway.get<{ orders: { id: string }[] }>('/api/orders', { limit: 1, state });
    if (orders[0]) return orders[0].id;
  }
  throw failed('There is no order yet. Place one: parley order 85123A:6');
}

export function journeyCommand(context: Context) {
  return command('journey', 'the hops of an order, as they were seen')
    .argument('[ID]', 'the order')
    .option('--last', 'the newest order that is completed')
    .option('--all', `show every hop (else ${SIBLINGS} of those alike under one parent)`)
    .action(async (id: string | undefined, { json, last, all }) => {
      if (Boolean(id) === Boolean(last)) throw usage('Name an order, or say --last.');
      const gateway = gatewayOf(context);
      const orderId = id ?? (await lastOrder(gateway));
      const journey = await gateway.get<Journey>(`/api/orders/${encodeURIComponent(orderId)}/journey`);
      show(context, json, journey, () => journeyText(journey, all ? Infinity : SIBLINGS, context.output));
    });
}
