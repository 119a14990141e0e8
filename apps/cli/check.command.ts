import { checkBalances } from '@parley/balances';
import { orders as ordersOption } from './arguments';
import { command, show, type Context } from './context';
import { readInvoices } from './data';
import { firstOrders } from './demand.domain';
import { exitCodes, unreachable } from './failures';
import { table } from './output';
import { findSystem, need } from './system';

export function checkCommand(context: Context) {
  return command('check', 'check the balances against stores, queues, mailboxes and log themselves')
    .option('--orders <N|all>', 'the invoices that were loaded: all of them must be in the book', ordersOption, 0)
    .action(async ({ json, orders }) => {
      const { env, output } = context;
      const system = findSystem(env);
      const sources = {
        dataDir: need(system, 'dataDir', env),
        databaseUrl: system.databaseUrl,
        amqpUrl: need(system, 'amqpUrl', env),
        kafkaBrokers: need(system, 'kafkaBrokers', env).split(','),
        mailDir: need(system, 'mailDir', env),
      };
      const asked = orders > 0 ? firstOrders(readInvoices(), orders).map(({ invoice }) => invoice) : [];
      const balances = await checkBalances(sources, { asked }).catch((error: unknown) => {
        throw unreachable(
          `The balances cannot be read: ${error instanceof Error ? error.message : String(error)}`,
          error,
        );
      });
      const text = () =>
        table(
          balances,
          [
            { head: 'holds', value: (balance) => (balance.holds ? 'yes' : 'NO') },
            { head: 'balance', value: (balance) => balance.name },
            { head: 'expected', right: true, value: (balance) => balance.expected },
            { head: 'actual', right: true, value: (balance) => balance.actual },
            { head: 'where', value: (balance) => balance.detail },
          ],
          output,
        );
      show(context, json, balances, text);
      if (!balances.every((balance) => balance.holds)) context.verdict(exitCodes.failed);
    });
}
