import { once } from 'node:events';
import net from 'node:net';
import { pause, type Cast } from '@parley/staging';
import { bare, type Added } from './added';

const bind = 'tcp://127.0.0.1:0';
const jobs = 5;
const waitMs = 600;

/** Who has taken the jobs is gone before it has done them. */
export async function handedOutAgain(cast: Cast): Promise<Added> {
  const done: string[] = [];
  const { connect, server } = await bare((socket) =>
    socket.once('data', (bytes) => {
      done.push(...bytes.toString().split('\n').slice(0, 1));
      socket.destroy();
    }),
  );
  const client = connect();
  client.write(Array.from({ length: jobs }, (_, n) => `job ${n + 1}\n`).join(''));
  await once(client.resume(), 'close');
  server.close();

  const source = await cast.start('pipeline', 'source', 'source', { bind: [bind, bind], deadlineMs: 10_000 });
  const first = await cast.start('pipeline', 'worker', 'first-worker', { connect: source.addresses });
  await first.tell({ do: 'behave', how: { is: 'hangs' } });
  const ids = new Set(Array.from({ length: jobs }, (_, n) => `source-${n + 1}`));
  const giving = source.send({ count: jobs });
  await cast.until(() => cast.seen('delivered', first, ids).length > 0);
  await first.kill();
  await cast.start('pipeline', 'worker', 'second-worker', { connect: source.addresses });
  const outcomes = await giving;
  const well = outcomes.filter(({ ok }) => ok).length;
  await cast.end();
  return {
    point: 'a job whose worker is gone is given to another',
    socket: `${jobs} sent, closed after ${done.length}: the others are gone`,
    lacks: done.length < jobs,
    style: 'pipeline',
    seen: `worker killed with ${jobs} to do: ${well} of ${jobs} done`,
    has: well === jobs,
  };
}

/** The receiver is a neighbour of a neighbour. */
export async function passedOn(cast: Cast): Promise<Added> {
  const read = [0, 0];
  const far = await bare((socket) => socket.on('data', ({ length }) => (read[1]! += length)));
  const near = await bare((socket) => socket.on('data', ({ length }) => (read[0]! += length)));
  // The near one is connected with the far one, as the forwarder below with the subscriber.
  const between = far.connect();
  await once(between, 'connect');
  const client = near.connect();
  client.write('news');
  await cast.until(() => read[0]! > 0);
  await pause(waitMs);
  for (const socket of [client, between]) socket.destroy();
  for (const { server } of [near, far]) server.close();

  const forwarder = await cast.start('p2p', 'forwarder', 'forwarder', { bind });
  const [subscriber, publisher] = await Promise.all([
    cast.start('p2p', 'subscriber', 'subscriber', { connect: forwarder.addresses }),
    cast.start('p2p', 'publisher', 'peer', { connect: forwarder.addresses }),
  ]);
  // Until the subscription has come round nothing is passed on.
  let got = 0;
  for (let tries = 0; tries < 100 && got === 0; tries++) {
    const sent = await publisher.send({ count: 1 });
    await cast.until(() => cast.got(subscriber, sent).length === 1, 200);
    got = cast.got(subscriber, sent).length;
  }
  await cast.end();
  return {
    point: 'one whom the sender is not connected to is reached through others',
    socket: `the neighbour read ${read[0]} B, its neighbour ${read[1]} B`,
    lacks: read[0] === 4 && read[1] === 0,
    style: 'p2p',
    seen: `the publisher knows the forwarder only: the subscriber got ${got} of 1`,
    has: got === 1,
  };
}

const portOf = (address: string): number => Number(address.split(':').at(-1));

/** The receiver stands still, then runs: what the sender knows when its call returns. */
export async function acknowledged(cast: Cast): Promise<Added[]> {
  const count = 5;
  const [asked, streamed] = await Promise.all(
    (['rpc-async', 'rpc-stream'] as const).map(async (style) => {
      const server = await cast.start(style, 'server', `${style}-server`, { bind });
      const client = await cast.start(style, 'client', `${style}-client`, {
        connect: server.address,
        deadlineMs: 20_000,
      });
      await client.send({ count: 1 });
      return { server, client };
    }),
  );
  const socket = net.connect(portOf(asked!.server.address), '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  asked!.server.freeze();
  let taken = 0;
  for (let n = 0; n < count; n++) socket.write(`notice ${n}`, (error) => (taken += error ? 0 : 1));
  let returned = 0;
  const sending = asked!.client.send({ count }).then((outcomes) => {
    returned = outcomes.filter(({ ok }) => ok).length;
  });
  await cast.until(() => taken === count);
  await pause(waitMs);
  const meanwhile = returned;
  socket.destroy();
  asked!.server.thaw();
  await sending;

  const outcomes = await streamed!.client.send({ count });
  const ids = new Set(outcomes.map(({ id }) => id));
  const ends = new Map(cast.seen('processed', streamed!.server, ids).map(({ msg, mono }) => [msg.id, BigInt(mono)]));
  const after = cast
    .seen('returned', streamed!.client, ids)
    .filter(({ msg, mono }) => (ends.get(msg.id) ?? BigInt(mono) + 1n) <= BigInt(mono)).length;
  await cast.end();
  const bareSocket = `the server stands still: ${taken} of ${count} sends return`;
  return [
    {
      point: 'who returns knows that the receiver’s process has it',
      socket: bareSocket,
      lacks: taken === count,
      style: 'rpc-async',
      seen: `${meanwhile} of ${count} return while it stands still, ${returned} when it runs`,
      has: meanwhile === 0 && returned === count,
    },
    {
      point: 'who returns knows that it has been processed',
      socket: bareSocket,
      lacks: taken === count,
      style: 'rpc-stream',
      seen: `${after} of ${count} returned after their procedure had ended`,
      has: after === count,
    },
  ];
}
