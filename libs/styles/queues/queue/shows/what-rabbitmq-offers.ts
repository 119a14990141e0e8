import { once } from 'node:events';
import { createConnection } from 'node:net';
import { onTwoRabbitmqs } from '@parley/brokers';
import { openProxy } from '@parley/faults';
import { connectRabbit, type Rabbit } from '@parley/middleware/rabbitmq';
import type { Finding, Show, Stage } from '@parley/roles';
import { table, until } from '@parley/staging';
import { startJava } from '../java';

type Stand = Awaited<ReturnType<ReturnType<typeof onTwoRabbitmqs>>>;

const json = JSON.stringify({ order: 1, lines: [{ sku: '85123A', quantity: 6 }] });

const words = (routingKey: string, body: string, exchange = '') => ({
  exchange,
  routingKey,
  messageId: `${exchange}/${routingKey}`,
  type: 'order',
  contentType: 'application/json',
  body: Buffer.from(body),
});

/** How each protocol begins, and what its broker must begin its answer with. */
const openings = {
  'AMQP 0-9-1': { listener: 'amqp', says: Buffer.from('AMQP\0\0\x09\x01', 'latin1'), answer: /^\x01\0\0/ },
  'AMQP 1.0': { listener: 'amqp', says: Buffer.from('AMQP\x03\x01\0\0', 'latin1'), answer: /^AMQP\x03\x01\0\0/ },
  'STOMP 1.2': {
    listener: 'stomp',
    says: Buffer.from('CONNECT\naccept-version:1.2\nhost:/\nlogin:guest\npasscode:guest\n\n\0'),
    answer: /^CONNECTED\n/,
  },
  'MQTT 3.1.1': {
    listener: 'mqtt',
    says: Buffer.from('\x10\x1d\0\x04MQTT\x04\xc2\0\x1e\0\x03abc\0\x05guest\0\x05guest', 'latin1'),
    answer: /^\x20\x02\0\0/,
  },
} as const;

/** The first bytes that come back at that port. */
const answerAt = async (port: number, says: Buffer): Promise<string> => {
  const socket = createConnection({ port, host: '127.0.0.1' });
  const late = setTimeout(() => socket.destroy(new Error('no answer')), 5000);
  socket.write(says);
  const [first] = (await once(socket, 'data')) as [Buffer];
  clearTimeout(late);
  socket.destroy();
  return first.toString('latin1');
};

async function protocols({ brokers: [broker] }: Stand, say: (line: string) => void): Promise<Finding[]> {
  const overview = (await broker.manage('GET', 'overview')) as { listeners: { protocol: string; port: number }[] };
  const [node] = (await broker.manage('GET', 'nodes')) as [{ enabled_plugins: string[] }];
  const rows: string[][] = [];
  for (const [name, { listener, says, answer }] of Object.entries(openings)) {
    const port = overview.listeners.find(({ protocol }) => protocol === listener)!.port;
    const is = answer.test(await answerAt(port, says));
    const by = name === 'AMQP 0-9-1' ? 'the broker itself' : 'a plug-in';
    rows.push([name, by, is ? 'answers' : 'does not answer']);
  }
  for (const line of table(['protocol', 'spoken by', 'a handshake'], rows)) say(line);
  const plugins = node.enabled_plugins.filter((name) => /amqp1_0|mqtt|stomp$/.test(name)).sort();
  return [
    {
      says: 'several protocols: AMQP 0-9-1 is its own; 1.0, STOMP and MQTT come by plug-ins (of version 3.10, run here)',
      measured: `${rows.map(([name, , does]) => `${name} ${does}`).join(', ')}; ${plugins.join(', ')}`,
      holds: rows.every(([, , does]) => does === 'answers') && plugins.includes('rabbitmq_amqp1_0'),
    },
  ];
}

const exchanges = [
  { name: 'by-key', type: 'direct', durable: true },
  { name: 'to-all', type: 'fanout', durable: true },
  { name: 'by-pattern', type: 'topic', durable: true },
  { name: 'by-headers', type: 'headers', durable: true },
] as const;
const bound = (name: string, key: string, pattern: string, colour: string) => ({
  name,
  arguments: {},
  bindings: [
    { exchange: 'by-key', routingKey: key },
    { exchange: 'to-all', routingKey: '' },
    { exchange: 'by-pattern', routingKey: pattern },
    { exchange: 'by-headers', routingKey: '', arguments: { 'x-match': 'all', colour } },
  ],
});
const routed = {
  exchanges: [...exchanges],
  queues: [bound('one', 'order.paid', 'order.*', 'blue'), bound('two', 'order.sent', '#.sent', 'red')],
};

async function routing(rabbit: Rabbit): Promise<Finding> {
  const publisher = rabbit.publisher();
  const reached: string[] = [];
  for (const { name } of exchanges) {
    await publisher.publish({ ...words('order.sent', json, name), headers: { colour: 'blue' } });
    const got = await Promise.all(['one', 'two'].map((queue) => rabbit.tryGet(queue)));
    reached.push(`${name}: ${['one', 'two'].filter((_, at) => got[at]).join(' and ')}`);
  }
  return {
    says: 'flexible routing: the exchange decides, by key, to all, by pattern, by headers',
    measured: reached.join('; '),
    holds: reached.join('; ') === 'by-key: two; to-all: one and two; by-pattern: one and two; by-headers: one',
  };
}

async function acknowledgement(url: string, rabbit: Rabbit): Promise<Finding> {
  await rabbit.publisher().publish(words('one', json));
  const dying = await connectRabbit({ url, name: 'dying', log: () => undefined });
  const taken = new Promise<void>((resolve) => {
    dying.consume({ queue: 'one', prefetch: 1, drainMs: 1 }, () => {
      resolve();
      return new Promise(() => undefined);
    });
  });
  await taken;
  await dying.close();
  const again = await rabbit.get('one');
  return {
    says: 'acknowledgement: what a consumer has taken and not acknowledged is handed out again, and marked',
    measured: `redelivered: ${again.redelivered}`,
    holds: again.redelivered,
  };
}

/** What goes over the wire when a document in JSON is sent. */
async function wire(url: string): Promise<Finding> {
  const { hostname, port } = new URL(url);
  const seen: Buffer[] = [];
  const toServer = (chunk: Buffer) => {
    seen.push(Buffer.from(chunk));
    return chunk;
  };
  const proxy = await openProxy({ carrier: 'tcp', target: { host: hostname, port: Number(port) }, tap: { toServer } });
  const through = new URL(url);
  through.port = String(proxy.port);
  const rabbit = await connectRabbit({ url: through.href, name: 'tapped' });
  await rabbit.publisher().publish(words('one', json));
  await rabbit.close();
  await proxy.close();
  const bytes = Buffer.concat(seen);
  const at = bytes.indexOf(json);
  // A frame: what kind it is (3: a body), its channel, its length, and 0xce at its end.
  const [kind, length, end] = [bytes[at - 7], bytes.readUInt32BE(at - 4), bytes[at + json.length]];
  return {
    says: 'the transport is binary, and what it carries may be JSON',
    measured: `frame of kind ${kind}, ${length} B long, ended by 0x${end?.toString(16)}: ${json}`,
    holds: at > 0 && kind === 3 && length === json.length && end === 0xce,
  };
}

/** A message for one broker that is taken from another, and another that its restart does not take away. */
async function severalBrokers(
  { brokers: [near, far], broker }: Stand,
  say: (line: string) => void,
): Promise<Finding[]> {
  const [nearUrl = '', farUrl = ''] = [near.connect('', 0)[0], far.connect('', 0)[0]];
  const queues = [{ name: 'here', arguments: {}, bindings: [] }];
  const here = await connectRabbit({ url: nearUrl, name: 'here', topology: { exchanges: [], queues } });
  const there = await connectRabbit({ url: farUrl, name: 'there', topology: { exchanges: [], queues } });
  await near.manage('PUT', `parameters/shovel/${near.vhost}/link`, {
    value: {
      'src-protocol': 'amqp091',
      'src-uri': nearUrl,
      'src-queue': 'here',
      'dest-protocol': 'amqp091',
      'dest-uri': farUrl,
      'dest-queue': 'here',
    },
  });
  await here.publisher().publish(words('here', json));
  const arrived = await there.get('here', { deadlineMs: 15_000 });
  await near.manage('DELETE', `parameters/shovel/${near.vhost}/link`);
  await there.publisher().publish(words('here', json));
  await there.publisher().publish({ ...words('here', json), messageId: 'light', persistent: false });
  await there.close();
  say('the second broker is stopped and started again …');
  await broker.restart('SIGTERM');
  const after = await connectRabbit({ url: farUrl, name: 'after' });
  const kept = [await after.tryGet('here'), await after.tryGet('here')].flatMap((one) => one?.messageId ?? []);
  await Promise.all([after.close(), here.close()]);
  return [
    {
      says: 'several servers linked with each other: what is put at one is taken at the other (here by a shovel)',
      measured: `${arrived.messageId} arrived`,
      holds: arrived.body.toString() === json,
    },
    {
      says: 'durable queues: a persistent message is there after a restart, one that is not persistent is gone',
      measured: `of two: ${kept.join(', ')}`,
      holds: kept.join() === '/here',
    },
  ];
}

/** Ours in TypeScript took part in all of the above; here is one in Java. */
async function languages(url: string, rabbit: Rabbit): Promise<Finding> {
  const java = await startJava('Send', url);
  await java.exited;
  await until(async () => (await rabbit.depth('hello').catch(() => 0)) === 1);
  const got = await rabbit.tryGet('hello');
  return {
    says: 'clients in several languages: what a program in Java put is taken by one in TypeScript (Python: queue.test.ts)',
    measured: `${got?.body}`,
    holds: got?.body.toString() === 'Hello World!',
  };
}

async function demonstrate({ say }: Stage): Promise<Finding[]> {
  const stand = await onTwoRabbitmqs('amqpUrl')();
  try {
    const [url = ''] = stand.brokers[0].connect('', 0);
    const rabbit = await connectRabbit({ url, name: 'shown', topology: routed, log: () => undefined });
    try {
      const found = await protocols(stand, say);
      found.push(await routing(rabbit), await acknowledgement(url, rabbit), await wire(url));
      found.push(await languages(url, rabbit));
      return [...found, ...(await severalBrokers(stand, say))];
    } finally {
      await rabbit.close();
    }
  } finally {
    await stand.close();
  }
}

export const show: Show = {
  title: 'What RabbitMQ offers, each point seen',
  rows: ['S26'],
  run: demonstrate,
};
