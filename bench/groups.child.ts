import dgram from 'node:dgram';
import net from 'node:net';
import { createInterface } from 'node:readline';
import { playMember } from '../libs/styles/group/shown/member';

// A process of the bench: a member of a group, or the same work by plain sockets, without any promise.

const [, , how = 'member', bind = ''] = process.argv;
const size = 100;

type Tell = { n: number } & ({ do: 'peers'; peers: number[] } | { do: 'flood'; forMs: number });

/** Counts messages of 100 B; `send` hands one to every process, this one included, and resolves when the kernel has it. */
async function openPlain(): Promise<{
  port: number;
  know(peers: number[]): Promise<void>;
  send(): Promise<void>;
  count(): number;
}> {
  let count = 0;
  const one = Buffer.alloc(size, 'x');
  if (how === 'plain-udp') {
    const [group = '', port = '0'] = bind.split(':');
    const socket = dgram.createSocket({ type: 'udp4', reuseAddr: true, recvBufferSize: 4 * 1024 * 1024 });
    socket.on('message', () => (count += 1));
    await new Promise<void>((resolve) => socket.bind(Number(port), group, resolve));
    socket.addMembership(group, '127.0.0.1');
    const to = socket.address().port;
    // What is bound to the group's address has no address to send from.
    const sender = dgram.createSocket('udp4');
    await new Promise<void>((resolve) => sender.bind(0, '127.0.0.1', resolve));
    sender.setMulticastInterface('127.0.0.1');
    sender.setMulticastTTL(0);
    const send = () => new Promise<void>((resolve) => sender.send(one, to, group, () => resolve()));
    return { port: to, know: async () => undefined, send, count: () => count };
  }
  let bytes = 0;
  const server = net.createServer((socket) => socket.on('data', (chunk) => (bytes += chunk.length)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  let peers: net.Socket[] = [];
  const write = (peer: net.Socket) =>
    peer.write(one) ? undefined : new Promise((resolve) => peer.once('drain', resolve));
  return {
    port,
    know: async (ports) => {
      const dial = (to: number) =>
        new Promise<net.Socket>((resolve) => {
          const socket = net.connect({ host: '127.0.0.1', port: to, noDelay: true }, () => resolve(socket));
        });
      peers = await Promise.all(ports.filter((to) => to !== port).map(dial));
    },
    send: async () => {
      await Promise.all(peers.map(write));
      count += 1;
    },
    count: () => count + Math.floor(bytes / size),
  };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

async function playPlain(): Promise<void> {
  const plain = await openPlain();
  const lines = createInterface({ input: process.stdin });
  const flood = async (forMs: number) => {
    const [before, began] = [plain.count(), performance.now()];
    let sent = 0;
    const lane = async () => {
      while (performance.now() < began + forMs) {
        await plain.send();
        sent += 1;
        // Sending alone never lets the loop come to what has arrived.
        await turn();
      }
    };
    await Promise.all(Array.from({ length: 200 }, lane));
    return { sent, delivered: plain.count() - before, ms: performance.now() - began };
  };
  const carryOut = async (told: Tell) => {
    if (told.do === 'peers') await plain.know(told.peers);
    return { n: told.n, ...(told.do === 'flood' && { flood: await flood(told.forMs) }) };
  };
  lines.on('line', (line) => {
    void carryOut(JSON.parse(line) as Tell).then((said) => process.stdout.write(`> ${JSON.stringify(said)}\n`));
  });
  lines.on('close', () => process.exit(0));
  process.stdout.write(`ready ${plain.port}\n`);
}

void (how === 'member' ? playMember() : playPlain());
