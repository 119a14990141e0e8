import { once } from 'node:events';
import net from 'node:net';
import { pause, type Cast } from '@parley/staging';
import type { Added } from './added';

const waitMs = 600;

const portOf = (address: string): number => Number(address.split(':').at(-1));

/** Bytes that a bare socket reads within a while after it has sent a question. */
async function askBare(address: string): Promise<number> {
  const socket = net.connect(portOf(address), '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  socket.resume().write('85123A?');
  await pause(2 * waitMs);
  const { bytesRead } = socket;
  socket.destroy();
  return bytesRead;
}

/** A receiver that stands still: when the caller is told, and who can wait for it in the caller's place. */
export async function standingStill(cast: Cast): Promise<Added[]> {
  const server = await cast.start('tcp', 'server', 'server', { bind: 'tcp://127.0.0.1:0' });
  const client = await cast.start('tcp', 'client', 'client', { connect: server.address, deadlineMs: waitMs });
  const receiver = await cast.start('async-over-sync', 'receiver', 'receiver', { bind: 'tcp://127.0.0.1:0' });
  const buffer = await cast.start('async-over-sync', 'buffer', 'buffer', {
    bind: 'tcp://127.0.0.1:0',
    connect: receiver.address,
  });
  const sender = await cast.start('async-over-sync', 'sender', 'sender', { connect: buffer.address });
  await Promise.all([client.send({ op: 'reserve', count: 1 }), sender.send({ count: 1 })]);
  for (const one of [server, receiver]) one.freeze();
  const [bytes, [asked], handed] = await Promise.all([
    askBare(server.address),
    client.send({ op: 'reserve', count: 1 }),
    sender.send({ count: 5 }),
  ]);
  const before = cast.got(receiver, handed).length;
  for (const one of [server, receiver]) one.thaw();
  await cast.until(() => cast.got(receiver, handed).length === handed.length);
  const after = cast.got(receiver, handed).length;
  const went = handed.filter(({ ok }) => ok).length;
  await cast.end();
  return [
    {
      point: 'a deadline: the caller is told in time',
      socket: `the server stands still: ${bytes} B after ${2 * waitMs} ms, and no word`,
      lacks: bytes === 0,
      style: 'tcp',
      seen: asked!.ok ? 'answered' : `${asked!.kind} after ${asked!.ms.toFixed(0)} ms`,
      has: !asked!.ok,
    },
    {
      point: 'the sender goes on while the receiver cannot',
      socket: 'who waits for that answer waits on',
      lacks: bytes === 0,
      style: 'async-over-sync',
      seen: `${went} of ${handed.length} taken while it stood still (${before} there), all ${after} there afterwards`,
      has: went === handed.length && before === 0 && after === handed.length,
    },
  ];
}

/** Three receivers and one send. */
export async function manyReceivers(cast: Cast): Promise<Added> {
  const got = [0, 0, 0];
  const server = net.createServer((socket) => {
    const mine = sockets.push(socket) - 1;
    socket.on('error', () => undefined).on('data', ({ length }) => (got[mine]! += length));
  });
  const sockets: net.Socket[] = [];
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as net.AddressInfo;
  const clients = got.map(() => net.connect(port, '127.0.0.1').on('error', () => undefined));
  await cast.until(() => sockets.length === 3);
  clients[0]!.write('news');
  await cast.until(() => got.some((bytes) => bytes > 0));
  for (const socket of clients) socket.destroy();
  server.close();

  const publisher = await cast.start('pubsub', 'publisher', 'publisher', { bind: 'tcp://127.0.0.1:0' });
  const names = ['first', 'second', 'third'];
  const subscribers = await Promise.all(
    names.map((name) => cast.start('pubsub', 'subscriber', name, { connect: publisher.address })),
  );
  // The publisher hears of subscriptions in its own time: what comes before reaches those that it knows of.
  let counts: number[] = [];
  for (let tries = 0; tries < 100 && counts.join() !== '1,1,1'; tries++) {
    const sent = await publisher.send({ count: 1 });
    await cast.until(() => subscribers.every((one) => cast.got(one, sent).length === 1), 200);
    counts = subscribers.map((one) => cast.got(one, sent).length);
  }
  await cast.end();
  return {
    point: 'one send, many receivers',
    socket: `three connected, one send: ${got.join(' ')} B`,
    lacks: got.filter((bytes) => bytes > 0).length === 1,
    style: 'pubsub',
    seen: `three subscribed, one send: ${counts.join(' ')}`,
    has: counts.join() === '1,1,1',
  };
}
