import { Fatal, type Child } from '@parley/faults';
import type { Message } from '@parley/marshalling';
import { connectRabbit, messageOf, publicationOf } from '@parley/middleware/rabbitmq';
import type { Finding, Show, Stage } from '@parley/roles';
import { partHere, pause, startPart, table, until } from '@parley/staging';
import { quorumWithDeadLetters } from '../../declared';
import { openCastAtBroker } from '../../shown/cast-at-broker';
import { openStep } from '../step';

const name = 'four-steps';
const orders = 40;
const poison = 'order-13';

/** How an order is processed: each action, how long it takes, and how many processes do it. */
const actions = [
  { action: 'check', takesMs: 5, processes: 1 },
  { action: 'pay', takesMs: 40, processes: 3 },
  { action: 'pack', takesMs: 60, processes: 4 },
  { action: 'ship', takesMs: 5, processes: 1 },
] as const;
const queues = [...actions.map(({ action }) => `order.${action}`), 'order.done'];
const topology = { exchanges: [], queues: queues.flatMap((queue) => quorumWithDeadLetters(queue, 5)) };

const stepsOf = ({ headers }: Message): string[] => (headers.steps ? headers.steps.split(' ') : []);

/** One process of an action. */
async function act(step: number, url: string, me: string): Promise<void> {
  const { action, takesMs } = actions[step]!;
  const connect = () => connectRabbit({ url, name: me, topology, log: () => undefined });
  const ways = { take: await connect(), put: await connect() };
  await openStep(ways, {
    from: queues[step]!,
    to: queues[step + 1]!,
    prefetch: 1,
    refused: () => undefined,
    act: async (message) => {
      process.stdout.write(`begins ${message.id}\n`);
      await pause(takesMs);
      if (action === 'pay' && message.id === poison)
        throw new Fatal('the card is not known', { reason: 'no-such-card' });
      process.stdout.write(`ended ${message.id}\n`);
      return { ...message, headers: { ...message.headers, steps: [...stepsOf(message), action].join(' ') } };
    },
  }).ready;
  process.stdout.write('ready\n');
  process.once('SIGTERM', () => process.exit(0));
}

const order = (seq: number): Message => ({
  id: `order-${seq}`,
  sender: 'shop',
  seq,
  type: 'order',
  contentType: 'application/json',
  headers: {},
  body: Buffer.from(JSON.stringify({ seq })),
});

const ended = (child: Child): string[] => [...child.output().stdout.matchAll(/^ended (\S+)$/gm)].map(([, id]) => id!);

async function demonstrate(stage: Stage): Promise<Finding[]> {
  const { say } = stage;
  const stand = await openCastAtBroker(stage);
  const children: { action: string; child: Child }[] = [];
  const rabbit = await connectRabbit({ url: stand.url, name: 'shop', topology, log: () => undefined });
  try {
    for (const [step, { action, processes }] of actions.entries())
      for (let n = 1; n <= processes; n++)
        children.push({ action, child: startPart('chain', name, action, step, stand.url, `${action}-${n}`) });
    for (const { child } of children) await child.line(/^ready$/);
    const done = new Map<string, string[]>();
    let deliveries = 0;
    const take = async (message: Message) => {
      deliveries += 1;
      done.set(message.id, stepsOf(message));
    };
    await rabbit.consume({ queue: queues.at(-1)!, prefetch: 20 }, (delivery) => take(messageOf(delivery))).ready;
    const publisher = rabbit.publisher();
    for (let seq = 1; seq <= orders; seq++)
      await publisher.publish({ exchange: '', routingKey: queues[0]!, ...publicationOf(order(seq)) });
    // One that packs is killed with an order in hand.
    const victim = children.find(({ action }) => action === 'pack')!.child;
    const inHand = (await victim.line(/^begins /)).slice('begins '.length);
    victim.kill('SIGKILL');
    await until(() => done.size === orders - 1, 20_000);
    const dead = await rabbit.deadLetters.show('order.pay', 10);
    const shares = actions.map(({ action, processes }) => {
      const each = children.filter((one) => one.action === action).map(({ child }) => ended(child).length);
      return { action, processes, each };
    });
    const rows = shares.map(({ action, processes, each }) => [action, `${processes}`, each.join(' + ')]);
    for (const line of table(['action', 'processes', 'orders done by each'], rows)) say(line);
    const whole = [...done.values()].filter((steps) => steps.join() === actions.map(({ action }) => action).join());
    const many = shares.filter(({ processes }) => processes > 1);
    return [
      {
        says: 'each order passes all four actions, in their order',
        measured: `${whole.length} of ${orders - 1}`,
        holds: whole.length === orders - 1,
      },
      {
        says: 'an action is done by as many processes as it needs, and they share its orders',
        measured: many.map(({ action, each }) => `${action} ${each.join(' + ')}`).join(', '),
        holds: many.every(({ each }) => each.filter((count) => count > 0).length > 1),
      },
      {
        says: 'a process that is killed with an order in hand loses none: another of its action does it',
        measured: `${inHand} was in hand and is ${done.has(inHand) ? 'done' : 'lost'}; ${deliveries} came out for ${done.size} orders`,
        holds: done.has(inHand),
      },
      {
        says: 'an order that an action cannot do does not stop the others: it is set aside, with the reason',
        measured: dead.map(({ messageId, reason, cause }) => `${messageId}: ${reason}, ${cause}`).join('; '),
        holds: dead.length === 1 && dead[0]?.messageId === poison && dead[0].reason === 'no-such-card',
      },
    ];
  } finally {
    for (const { child } of children) child.kill('SIGKILL');
    await Promise.all(children.map(({ child }) => child.exited));
    await rabbit.close();
    await stand.close();
  }
}

/** How an order is processed: a queue for each action, and any number of processes at each. */
export const show: Show = {
  title: 'An order goes through four actions, a queue for each',
  rows: ['S28'],
  run: async (stage) => {
    const here = partHere();
    if (!here) return demonstrate(stage);
    const [step, url, me] = here.told;
    await act(Number(step), url!, me!);
    await new Promise((resolve) => stage.signal.addEventListener('abort', resolve));
    return [];
  },
};
