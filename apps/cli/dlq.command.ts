import { Command } from 'commander';
import { whole } from './arguments';
import { command, gatewayOf, show, type Context } from './context';
import { exitCodes } from './failures';
import { table } from './output';

interface Queues {
  queues: { queue: string; owner: string; depth: number }[];
  unreachable: string[];
}
interface Letters {
  letters: {
    messageId: string;
    type: string;
    reason: string;
    cause: string;
    attempts: number;
    at: string;
    body: string;
  }[];
}

const pathOf = (queue: string) => `/api/dlq/${encodeURIComponent(queue)}`;

export function dlqCommand(context: Context) {
  const { output } = context;
  const list = command('list', 'dead-letter queues and how many letters they hold').action(async ({ json }) => {
    const found = await gatewayOf(context).get<Queues>('/api/dlq');
    const text = () =>
      table(
        found.queues,
        [
          { head: 'queue', value: (queue) => queue.queue },
          { head: 'owner', value: (queue) => queue.owner },
          { head: 'letters', right: true, value: (queue) => queue.depth },
        ],
        output,
      );
    show(context, json, found, text);
    if (found.unreachable.length === 0) return;
    output.err(`Not answering, so that their queues are missing: ${found.unreachable.join(', ')}`);
    context.verdict(exitCodes.unreachable);
  });
  const one = command('show', 'the first letters of a queue; they stay there')
    .argument('<QUEUE>')
    .option('--limit <n>', 'how many', whole(1), 20)
    .action(async (queue: string, { json, limit }) => {
      const found = await gatewayOf(context).get<Letters>(pathOf(queue), { limit });
      const text = () =>
        table(
          found.letters,
          [
            { head: 'message', value: (letter) => letter.messageId },
            { head: 'type', value: (letter) => letter.type },
            { head: 'reason', value: (letter) => letter.reason },
            { head: 'cause', value: (letter) => letter.cause },
            { head: 'attempts', right: true, value: (letter) => letter.attempts },
            { head: 'dead since', value: (letter) => letter.at },
          ],
          output,
        );
      show(context, json, found, () => (found.letters.length ? text() : `${queue} is empty.`));
    });
  const redrive = command('redrive', 'send letters again to where they came from')
    .argument('<QUEUE>')
    .option('--limit <n>', 'how many (0: all)', whole(0), 0)
    .action(async (queue: string, { json, limit }) => {
      const { body } = await gatewayOf(context).post<{ redriven: number }>(`${pathOf(queue)}/redrive`, { limit });
      show(context, json, body, () => `${body.redriven} sent again`);
    });
  return new Command('dlq').description('dead letters').addCommand(list).addCommand(one).addCommand(redrive);
}
