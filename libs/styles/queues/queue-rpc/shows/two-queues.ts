import { connectRabbit, directReplies, publicationOf, type Rabbit } from '@parley/middleware/rabbitmq';
import type { Finding, Show, Stage } from '@parley/roles';
import { medianMs, ms } from '@parley/staging';
import { openCastAtBroker } from '../../shown/cast-at-broker';
import { setUp } from '../setup';
import { requests, topology, withReplies } from '../topology';

const calls = 40;

type Stand = Awaited<ReturnType<typeof openCastAtBroker>>;

const question = (asker: string, n: number) => ({
  exchange: '',
  routingKey: requests,
  persistent: false,
  ...publicationOf({
    id: `${asker}-${n}`,
    sender: asker,
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

/** What a call by this kind of reply queue takes, one at a time, and which queues are there meanwhile that were not before. */
async function asking(stand: Stand, name: string, kind: ReturnType<typeof withReplies>, say: (line: string) => void) {
  const before = await queuesOf(stand);
  const rabbit: Rabbit = await connectRabbit({ url: stand.url, name, topology: kind.topology });
  const requester = rabbit.requester({ replyTo: kind.replyTo, deadlineMs: 5000 });
  let n = 0;
  const answered: boolean[] = [];
  const ask = async () => {
    const asked = question(name, (n += 1));
    const { body } = await requester.request(asked);
    answered.push(body.equals(asked.body));
  };
  await ask();
  const took = await medianMs(50, ask);
  const made = (await queuesOf(stand)).filter((one) => !before.includes(one));
  await rabbit.close();
  say(`${name}: ${ms(took)} a call (median of 50), ${made.length} queues made ${made.join(' ')}`);
  return { took, made, right: answered.filter(Boolean).length };
}

/** Either kind of reply queue; then a call that nobody answers. */
async function compared(stand: Stand, say: (line: string) => void): Promise<Finding[]> {
  const server = await stand.start('queue-rpc', 'server', 'server-3');
  const own = withReplies('asker');
  say('');
  const direct = await asking(stand, 'direct', { ...own, replyTo: directReplies, topology }, say);
  const queued = await asking(stand, 'asker', own, say);
  const rabbit = await connectRabbit({ url: stand.url, name: 'asker', topology: own.topology });
  const late = rabbit.requester({ replyTo: own.replyTo, deadlineMs: 300 });
  await server.tell({ do: 'behave', how: { is: 'hold' } });
  const end = await late.request(question('late', 1)).then(
    () => 'answered',
    (error: Error) => error.message,
  );
  await server.kill();
  const unread = await stand.start('queue-rpc', 'client', 'client-3', 500);
  const [alone] = await unread.send({ op: 'reserve', count: 1 });
  await rabbit.close();
  return [
    {
      says: 'with a reply queue of one’s own there is one queue more, and with direct reply-to none: it works all the same',
      measured: `${queued.made.length} made, ${queued.right} right answers; ${direct.made.length} made, ${direct.right} right answers`,
      holds:
        queued.made.join() === own.replyTo && direct.made.length === 0 && queued.right === 51 && direct.right === 51,
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
