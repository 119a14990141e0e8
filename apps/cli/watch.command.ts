import { whole } from './arguments';
import { command, gatewayOf, type Context } from './context';
import { follow } from './events.http';

export function watchCommand(context: Context) {
  return command('watch', 'follow order events, one a line, from the first on; reconnects without a gap')
    .option('--after <sequence>', 'only events after that sequence', '0')
    .option('--count <n>', 'end after so many', whole(1), Infinity)
    .action(async ({ json, after, count }) => {
      const { output, signal } = context;
      let left: number = count;
      const onReconnect = () => output.err('The connection broke; connecting again.');
      for await (const { sequence, event } of follow(gatewayOf(context).url, { after, signal, onReconnect })) {
        const about = [event.reference, event.country, event.gross, event.reason].filter(Boolean).join(' · ');
        output.out(
          json
            ? JSON.stringify({ sequence, ...event })
            : `${sequence.padStart(6)}  ${event.at}  ${event.type.padEnd(10)}  ${event.orderId}  ${about}`,
        );
        if ((left -= 1) <= 0) return;
      }
    });
}
