import { connectRabbit, directReplies, publicationOf, type Rabbit } from '@parley/middleware/rabbitmq';
import type { Finding, Show, Stage } from '@parley/roles';
import { medianMs, ms, table } from '@parley/staging';
import { openCastAtBroker } from '../../shown/cast-at-broker';
import { setUp } from '../setup';
import { requests, withReplies } from '../topology';

const calls = 40;

type Stand = Awaited<ReturnType<typeof openCastAtBroker>>;

const question = (n: number) => ({
  exchange: '',
  routingKey: requests,
  persistent: false,
  ...publicationOf({
    id: `question-${n}`,
    sender: 'asker',
    seq: n,
    type: 'text',
    contentType: 'application/octet-stream',
    headers: {},
    body: Buffer.from(`question ${n}`),
  }),
});

const queuesOf = async ({ ground }: Stand): Promise<string[]> => {
  const all = (await ground.manage('GET', `queues/${ground.vhost}?columns=name`)) as { name: string }[];
  return all.map(({ name }) => name).filter((name) => !name.endsWith('.dead'));
};

/** Two servers and two clients as processes; all ask at once. */
async function correlated(stand: Stand, say: (line: string) => void): Promise<Finding[]> {
  const { start, cast } = stand;
  const servers = [await start('queue-rpc', 'server', 'server-1'), await start('queue-rpc', 'server', 'server-2')];
  const clients = [await start('queue-rpc', 'client', 'client-1'), await start('queue-rpc', 'client', 'client-2')];
  const queues = await queuesOf(stand);
  say('queues while two clients and two servers run:');
  for (const name of queues) say(`  ${name}`);
  await servers[0]!.tell({ do: 'behave', how: { is: 'slow', ms: 50 } });
  const outcomes = await Promise.all(clients.map((client) => client.send({ op: 'reserve', count: calls })));
  const all = outcomes.flat();
  const right = all.filter((one) => one.ok && one.digest === one.id && one.same);
  const shares = servers.map((server) => cast.got(server, all).length);
  for (const one of [...servers, ...clients]) await one.kill();
  const replies = queues.filter((name) => name.startsWith('parley.rpc.replies.client-'));
  return [
    {
      says: 'one queue for the requests, and one for the replies of each client',
      measured: `${queues.length} queues, ${replies.length} of them for replies`,
      holds: queues.includes(requests) && replies.length === clients.length,
    },
    {
      says: `${calls} calls of each client at once, one server slower: each reply finds its request`,
      measured: `${right.length} of ${all.length}; done by the servers ${shares.join(' and ')}`,
      holds: right.length === 2 * calls && shares.every((share) => share > 0),
    },
  ];
}

/** What one call takes by either kind of reply queue, one at a time. */
async function compared(stand: Stand, say: (line: string) => void): Promise<Finding[]> {
  const { replyTo, topology } = withReplies('asker');
  const rabbit: Rabbit = await connectRabbit({ url: stand.url, name: 'asker', topology });
  const server = await stand.start('queue-rpc', 'server', 'server-3');
  let n = 0;
  const took: Record<string, number> = {};
  for (const [name, to] of [
    ['a queue of its own', replyTo],
    ['direct reply-to', directReplies],
  ] as const) {
    const requester = rabbit.requester({ replyTo: to, deadlineMs: 5000 });
    await requester.request(question((n += 1)));
    took[name] = await medianMs(50, () => requester.request(question((n += 1))));
    await requester.close();
  }
  say('');
  for (const line of table(
    ['replies by', 'a call takes (median of 50)'],
    Object.entries(took).map(([name, each]) => [name, ms(each)]),
  ))
    say(line);
  const late = rabbit.requester({ replyTo, deadlineMs: 300 });
  await server.tell({ do: 'behave', how: { is: 'hold' } });
  const end = await late.request(question((n += 1))).then(
    () => 'answered',
    (error: Error) => error.message,
  );
  await server.kill();
  const unread = await stand.start('queue-rpc', 'client', 'client-3', 500);
  const [alone] = await unread.send({ op: 'reserve', count: 1 });
  await rabbit.close();
  return [
    {
      says: 'with direct reply-to no reply queue is made, and it works all the same',
      measured: `${ms(took['direct reply-to']!)} a call, ${ms(took['a queue of its own']!)} with a queue of its own`,
      holds: Object.values(took).every((each) => each > 0),
    },
    {
      says: 'the call is asynchronous underneath, so it may stay without an answer: the deadline ends it',
      measured: `${end}; without any server: ${alone?.ok ? 'answered' : alone?.message}`,
      holds: end !== 'answered' && alone !== undefined && !alone.ok,
    },
  ];
}

const demonstrate = async (stage: Stage): Promise<Finding[]> => {
  const stand = await openCastAtBroker(stage, setUp);
  try {
    const found = await correlated(stand, stage.say);
    return [...found, ...(await compared(stand, stage.say))];
  } finally {
    await stand.close();
  }
};

export const show: Show = {
  title: 'A call over two queues: requests in one, each client’s replies in another',
  rows: ['S32'],
  run: demonstrate,
};
