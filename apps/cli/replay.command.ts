import { Argument, Option } from 'commander';
import { moment, whole } from './arguments';
import { command, gatewayOf, show, type Context } from './context';
import { table } from './output';

interface Replay {
  records: number;
  events: number;
  sales: { key: string; quantity: number; gross: string; orders: number }[];
}

export function replayCommand(context: Context) {
  return command('replay', 'read the log again from a moment on and add up what was sold')
    .addArgument(new Argument('<TOPIC>', 'the topic').choices(['orders']))
    .requiredOption('--from <moment>', 'beginning, offset:N (of each partition) or a time', moment)
    .addOption(new Option('--by <what>', 'add up by').choices(['product', 'country', 'minute']).default('product'))
    .option('--limit <n>', 'rows', whole(1), 20)
    .action(async (topic: string, { json, from, by, limit }) => {
      const { body } = await gatewayOf(context).post<Replay>('/api/replay', { topic, from, by, limit });
      const sales = table(
        body.sales,
        [
          { head: by, value: (sale) => sale.key },
          { head: 'quantity', right: true, value: (sale) => sale.quantity },
          { head: 'gross', right: true, value: (sale) => sale.gross },
          { head: 'orders', right: true, value: (sale) => sale.orders },
        ],
        context.output,
      );
      show(
        context,
        json,
        body,
        () => `${sales}\n\n${body.records} records read, ${body.events} events without repetitions`,
      );
    });
}
