import { once } from 'node:events';
import net from 'node:net';
import { pause, type Actor, type Cast } from '@parley/staging';
import type { Added } from './added';

const waitMs = 600;

const names = ['first', 'second', 'third'];

const portOf = (address: string): number => Number(address.split(':').at(-1));

/** So many are to be sent while the receiver stands still. */
const five = 5;

/** Five questions over a bare socket, each when the one before has been answered: what was sent and read after a while. */
async function askBare(address: string): Promise<{ asked: number; bytes: number }> {
  const socket = net.connect(portOf(address), '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  let asked = 0;
  const ask = () => {
    if (asked === five) return;
    asked += 1;
    socket.write('85123A?');
  };
  socket.on('data', ask);
  ask();
  await pause(2 * waitMs);
  const { bytesRead: bytes } = socket;
  socket.destroy();
  return { asked, bytes };
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
  const [{ asked: sent, bytes }, [asked], handed] = await Promise.all([
    askBare(server.address),
    client.send({ op: 'reserve', count: 1 }),
    sender.send({ count: five }),
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
      socket: `who waits for each answer has sent ${sent} of ${five}`,
      lacks: sent < five,
      style: 'async-over-sync',
      seen: `${went} of ${handed.length} taken while it stood still (${before} there), all ${after} there afterwards`,
      has: went === handed.length && before === 0 && after === handed.length,
    },
  ];
}

/** Three receivers and one send. */
export async function manyReceivers(cast: Cast): Promise<Added[]> {
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

  // The publisher hears of subscriptions in its own time: what comes before reaches those that it knows of.
  const published = async (from: Actor, to: Actor[]): Promise<string> => {
    let counts: number[] = [];
    for (let tries = 0; tries < 100 && counts.join() !== '1,1,1'; tries++) {
      const sent = await from.send({ count: 1 });
      await cast.until(() => to.every((one) => cast.got(one, sent).length === 1), 200);
      counts = to.map((one) => cast.got(one, sent).length);
    }
    return counts.join(' ');
  };
  const publisher = await cast.start('pubsub', 'publisher', 'publisher', { bind: 'tcp://127.0.0.1:0' });
  const subscribers = await Promise.all(
    names.map((name) => cast.start('pubsub', 'subscriber', name, { connect: publisher.address })),
  );
  const toSubscribers = await published(publisher, subscribers);
  const first = await cast.start('multicast', 'member', 'member-1', { bind: 'udp://239.77.7.7:0/127.0.0.1' });
  const others = await Promise.all(
    ['member-2', 'member-3'].map((name) => cast.start('multicast', 'member', name, { bind: first.address })),
  );
  const caster = await cast.start('multicast', 'sender', 'caster', { connect: first.address });
  const toMembers = await published(caster, [first, ...others]);
  await cast.end();
  const point = 'one send, many receivers';
  const socket = `three connected, one send: ${got.join(' ')} B`;
  const lacks = got.filter((bytes) => bytes > 0).length === 1;
  const has = (counts: string) => counts === '1 1 1';
  return [
    {
      point,
      socket,
      lacks,
      style: 'pubsub',
      seen: `three subscribed, one send: ${toSubscribers}`,
      has: has(toSubscribers),
    },
    { point, socket, lacks, style: 'multicast', seen: `three joined, one datagram: ${toMembers}`, has: has(toMembers) },
  ];
}
