import { v7 as uuid } from 'uuid';
import { Command } from 'commander';
import { wantedLine, type WantedLine } from './arguments';
import { command, gatewayOf, show, type Context } from './context';
import { facts, table, type Output } from './output';

export interface Return {
  id: string;
  state: string;
  customer?: string;
  refunded: string;
  createdAt: string;
  lines: {
    line: number;
    sku: string;
    quantity: number;
    accepted: number;
    orderId?: string;
    refund: string;
    reason?: string;
  }[];
}

function returnText(returned: Return, output: Output): string {
  const { id, state, customer = 'guest', refunded } = returned;
  const about = facts([['return', id], ['state', state], ['customer', customer], ['refunded', refunded]], output); // prettier-ignore
  const lines = table(
    returned.lines,
    [
      { head: 'line', right: true, value: (line) => line.line },
      { head: 'sku', value: (line) => line.sku },
      { head: 'asked', right: true, value: (line) => line.quantity },
      { head: 'accepted', right: true, value: (line) => line.accepted },
      { head: 'refund', right: true, value: (line) => line.refund },
      { head: 'order', value: (line) => line.orderId },
      { head: 'refused because', value: (line) => line.reason },
    ],
    output,
  );
  return `${about}\n\n${lines}`;
}

export function returnsCommand(context: Context) {
  const post = command('post', "take goods back, matched to the customer's newest completed orders")
    .argument('<SKU:QUANTITY...>', 'what and how much', wantedLine)
    .option('--customer <number>', 'customer (a guest has nothing to match)')
    .option('--key <text>', 'Idempotency-Key (default: a new one)')
    .action(async (lines: WantedLine[], { json, customer, key = uuid() }) => {
      const { status, body } = await gatewayOf(context).post<Return>('/api/returns', { customer, lines }, key);
      if (status === 200) context.output.err('The key was known: nothing new was returned.');
      show(context, json, body, () => returnText(body, context.output));
    });
  const one = command('show', 'show a return')
    .argument('<ID>')
    .action(async (id: string, { json }) => {
      const returned = await gatewayOf(context).get<Return>(`/api/returns/${encodeURIComponent(id)}`);
      show(context, json, returned, () => returnText(returned, context.output));
    });
  return new Command('returns').description('take goods back').addCommand(post).addCommand(one);
}
