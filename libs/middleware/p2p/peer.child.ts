import { createInterface } from 'node:readline';
import { kindOf } from '@parley/faults';
import { toMultiaddr } from './address';
import { loadLibp2p } from './load';
import { openPeer, type Peer, type PeerOptions } from './peer';

/** Peers in a process of their own, as a test tells them: a line of JSON each, answered by `> {…}`; arrivals by `got {…}`. */
type Told = { n: number; name: string; channel: string } & (
  | ({ do: 'open' } & PeerOptions)
  | { do: 'subscribe' | 'neighbours' | 'close' | 'end' }
  | { do: 'publish'; text?: string; bytes?: number; then?: 'kill' }
  | { do: 'unsigned'; know: string; text: string }
);

const peers = new Map<string, Peer>();
const print = (mark: string, value: object) => void process.stdout.write(`${mark} ${JSON.stringify(value)}\n`);

/** Somebody who does not sign what he publishes. */
async function publishUnsigned(know: string, channel: string, text: string): Promise<number> {
  const { createLibp2p, tcp, noise, yamux, identify, gossipsub, multiaddr } = await loadLibp2p();
  const node = await createLibp2p({
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    services: { identify: identify(), pubsub: gossipsub({ globalSignaturePolicy: 'StrictNoSign' }) },
  });
  await node.dial(multiaddr(toMultiaddr(know)));
  while (node.services.pubsub.getSubscribers(channel).length === 0) await new Promise((done) => setTimeout(done, 5));
  return (await node.services.pubsub.publish(channel, Buffer.from(text))).recipients.length;
}

async function carryOut(told: Told): Promise<object> {
  const { name, channel } = told;
  const peer = peers.get(name)!;
  if (told.do === 'open') {
    const opened = await openPeer(told);
    peers.set(name, opened);
    return { id: opened.id, addresses: opened.addresses };
  }
  if (told.do === 'subscribe')
    peer.subscribe(channel, ({ data, author, via }) =>
      print('got', { name, channel, bytes: data.length, text: data.toString('utf8', 0, 20), author, via }),
    );
  if (told.do === 'neighbours') return { neighbours: peer.neighbours(channel) };
  if (told.do === 'publish') {
    await peer.publish(channel, told.text === undefined ? Buffer.alloc(told.bytes ?? 0, 'x') : Buffer.from(told.text));
    if (told.then === 'kill') process.kill(process.pid, 'SIGKILL');
  }
  if (told.do === 'unsigned') return { recipients: await publishUnsigned(told.know, channel, told.text) };
  if (told.do === 'close') await peer.close();
  if (told.do === 'end') process.stdin.destroy();
  return {};
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const told = JSON.parse(line) as Told;
  const started = performance.now();
  carryOut(told).then(
    (answer) => print('>', { n: told.n, ...answer }),
    (error) => {
      const { reason, message } = error as { reason?: string; message: string };
      print('>', { n: told.n, failed: kindOf(error), reason, message, ms: performance.now() - started });
    },
  );
});
