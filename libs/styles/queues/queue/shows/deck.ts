import { onRabbitmq } from '@parley/brokers';
import { kindOf } from '@parley/faults';
import { connectRabbit } from '@parley/middleware/rabbitmq';
import type { Finding, Show, Stage } from '@parley/roles';
import { partHere, pause, startPart, until } from '@parley/staging';
import { openCastAtBroker } from '../../shown/cast-at-broker';
import { deck } from '../deck';
import { startJava } from '../java';
import { setUp } from '../setup';
import { queue, topology } from '../topology';

const count = 20;
const hello = 'hello';

type Stand = Awaited<ReturnType<typeof openCastAtBroker>>;

/** A program of the deck as a process of its own. */
const startDeck = (role: 'producer' | 'consumer', url: string) => startPart('queue', 'deck', role, url);

const playDeck = (role: string, url: string, signal: AbortSignal) => {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const place = { bind: [], connect: [url], name: role, deadlineMs: 5000, credentials: 'right' as const, args: [] };
  return deck[role]!({ ...place, ready: () => say('ready'), say, signal });
};

/** How many consumers the broker counts at the deck's queue. */
const consumersAt = async ({ ground }: Stand): Promise<number> => {
  const one = (await ground.manage('GET', `queues/${ground.vhost}/${hello}`)) as { consumers?: number } | undefined;
  return one?.consumers ?? 0;
};

/** The Java programs as they stand in the deck, each with ours at the other end. */
async function asWritten(stand: Stand, say: (line: string) => void): Promise<Finding[]> {
  const ours = startDeck('consumer', stand.url);
  await ours.line(/^ready$/);
  const send = await startJava('Send', stand.url);
  const got = await ours.line(/^(?!ready)./);
  const ended = await send.exited;
  say(`Java’s Send → our consumer in the deck’s bytes: ${got}`);
  ours.kill('SIGTERM');
  await ours.exited;
  const theirs = await startJava('Recv', stand.url);
  const producer = startDeck('producer', stand.url);
  const heard = await theirs.line(/./);
  await producer.exited;
  say(`our producer → Java’s Recv: ${heard}`);
  let subscribed = 0;
  await until(async () => (subscribed = await consumersAt(stand)) > 10);
  say(`Java’s Recv, for(;;) basicConsume: ${subscribed} consumers after a moment, all its own`);
  theirs.kill('SIGKILL');
  await theirs.exited;
  return [
    {
      says: 'the deck’s Send in Java reaches our consumer',
      measured: got,
      holds: got === 'Hello World!' && ended.code === 0,
    },
    { says: 'our producer reaches the deck’s Recv in Java', measured: heard, holds: heard === 'Hello World!' },
    {
      says: 'as written the deck’s consumer subscribes again and again: once is what is meant',
      measured: `${subscribed} consumers of one process`,
      holds: subscribed > 10,
    },
  ];
}

/** A consumer that dies with messages handed out to it: acknowledged by themselves, and when they are done. */
async function acknowledged({ url, rabbit, start, cast }: Stand): Promise<Finding> {
  const theirs = startDeck('consumer', url);
  await theirs.line(/^ready$/);
  theirs.kill('SIGSTOP');
  const publisher = rabbit.publisher();
  const words = { exchange: '', routingKey: hello, messageId: '', type: '', contentType: '', persistent: false };
  for (let n = 0; n < count; n++) await publisher.publish({ ...words, body: Buffer.from('Hello World!') });
  await until(async () => (await rabbit.depth(hello)) === 0);
  theirs.kill('SIGKILL');
  await theirs.exited;
  await pause(500);
  const kept = await rabbit.depth(hello);

  const [first, producer] = [await start('queue', 'consumer', 'first'), await start('queue', 'producer', 'from')];
  first.freeze();
  const sent = await producer.send({ count });
  await until(async () => (await rabbit.depth(queue)) === 0);
  await first.kill();
  const second = await start('queue', 'consumer', 'second');
  await cast.until(() => new Set(cast.got(second, sent)).size === count);
  const saved = new Set(cast.got(second, sent)).size;
  return {
    says: 'auto-ack loses what a dead consumer had been handed; acknowledging what is done keeps it',
    measured: `of ${count} that were handed to a consumer that died: deck ${kept}, ours ${saved}`,
    holds: kept === 0 && saved === count,
  };
}

/** A message to a queue that is not there. */
async function unroutable({ url, rabbit }: Stand): Promise<Finding> {
  const nowhere = { exchange: '', routingKey: 'no.such.queue', messageId: 'x', type: '', contentType: '' };
  const body = Buffer.from('Hello World!');
  const silent = await connectRabbit({ url, name: 'silent' });
  // What basicPublish of the deck does: it asks for nothing to come back.
  const quiet = await silent
    .publisher()
    .publish({ ...nowhere, body, mandatory: false })
    .then(
      () => 'no error',
      (error: Error) => error.message,
    );
  const told = await rabbit
    .publisher()
    .publish({ ...nowhere, body })
    .then(
      () => 'no error',
      (error: unknown) => `${kindOf(error)}, ${(error as { reason?: string }).reason}`,
    );
  await silent.close();
  return {
    says: 'a message to a queue that is not there vanishes in silence; asked for, the broker gives it back',
    measured: `deck: ${quiet}; ours: ${told}`,
    holds: quiet === 'no error' && told === 'fatal, unroutable',
  };
}

/** Both queues with a message each, and the broker is killed. */
async function brokerKilled(say: (line: string) => void): Promise<Finding> {
  const ground = await onRabbitmq('amqpUrl')({ mortal: true });
  try {
    const [url = ''] = ground.connect('setup', 0);
    const theirs = startDeck('producer', url);
    await theirs.exited;
    const before = await connectRabbit({ url, name: 'before', topology });
    const ours = { exchange: '', routingKey: queue, messageId: 'x', type: '', contentType: '' };
    await before.publisher().publish({ ...ours, body: Buffer.from('Hello World!') });
    const there = [await before.depth(hello), await before.depth(queue)];
    await before.close();
    say('the broker is killed and started again …');
    await ground.broker!.restart('SIGKILL');
    const after = await connectRabbit({ url, name: 'after' });
    const depth = (name: string) =>
      after.depth(name).then(
        (waiting) => `${waiting} message`,
        (error: { reason?: string }) => `${error.reason}`,
      );
    const [deckNow, oursNow] = [await depth(hello), await depth(queue)];
    await after.close();
    return {
      says: 'a queue that is not durable is gone with its broker; a durable one with persistent messages is not',
      measured: `before: ${there.join(' and ')} message; after: deck ${deckNow}, ours ${oursNow}`,
      holds: there.join() === '1,1' && deckNow === 'no-queue' && oursNow === '1 message',
    };
  } finally {
    await ground.close();
  }
}

async function demonstrate(stage: Stage): Promise<Finding[]> {
  const stand = await openCastAtBroker(stage, setUp);
  try {
    const found = await asWritten(stand, stage.say);
    found.push(await acknowledged(stand), await unroutable(stand));
    return [...found, await brokerKilled(stage.say)];
  } finally {
    await stand.close();
  }
}

export const show: Show = {
  title: 'The lecture’s hello world in Java, as written, beside ours, and what the difference saves',
  rows: ['S55'],
  run: async (stage) => {
    const here = partHere();
    if (!here) return demonstrate(stage);
    await playDeck(here.part, here.told[0]!, stage.signal);
    return [];
  },
};
