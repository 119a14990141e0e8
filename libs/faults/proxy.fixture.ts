import { once } from 'node:events';
import dgram from 'node:dgram';
import net from 'node:net';
import { openProxy, type ProxyPlan } from './proxy';

const open: (() => unknown)[] = [];

/** Ends what the test has opened, the last first. */
export const closeAll = async () => {
  for (const close of open.splice(0).reverse()) await close();
};

/** Waits until it is so; the test's own time limit is the limit. */
export const until = async (so: () => boolean) => {
  while (!so()) await new Promise((resolve) => setTimeout(resolve, 2));
};

export const ms = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
};

/** A TCP server behind a proxy, and how to connect to it. `serve` gets each connection of the server. */
export const tcpBehindProxy = async (
  serve: (socket: net.Socket) => void,
  plan: Pick<ProxyPlan, 'seed' | 'tap'> = {},
) => {
  const server = net.createServer((socket) => serve(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  const proxy = await openProxy({ carrier: 'tcp', target: { host: '127.0.0.1', port }, ...plan });
  open.push(() => server.close(), proxy.close);
  const connect = async () => {
    const socket = net.connect({ port: proxy.port, host: proxy.host, noDelay: true });
    const seen = { bytes: 0, chunks: [] as number[], text: '', ended: false, closed: false, error: '' };
    socket.on('data', (chunk) => {
      seen.bytes += chunk.length;
      seen.chunks.push(chunk.length);
      seen.text += chunk.toString('latin1');
    });
    socket.on('end', () => (seen.ended = true));
    socket.on('close', () => (seen.closed = true));
    socket.on('error', (error) => (seen.error = 'code' in error ? String(error.code) : ''));
    open.push(() => socket.destroy());
    await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
    return { socket, seen };
  };
  return { proxy, connect };
};

const bound = async () => {
  const socket = dgram.createSocket({ type: 'udp4', recvBufferSize: 1024 * 1024 }).bind(0, '127.0.0.1');
  await once(socket, 'listening');
  open.push(() => socket.close());
  return socket;
};

/** A UDP receiver behind a proxy, and a client; what each has got, as text. */
export const udpBehindProxy = async (seed?: number) => {
  const [server, client] = [await bound(), await bound()];
  const got = { server: [] as string[], client: [] as string[] };
  const target = { host: '127.0.0.1', port: server.address().port };
  const proxy = await openProxy({ carrier: 'udp', target, seed });
  open.push(proxy.close);
  server.on('message', (bytes, from) => {
    got.server.push(String(bytes));
    if (String(bytes).startsWith('echo')) server.send(bytes, from.port, from.address);
  });
  client.on('message', (bytes) => got.client.push(String(bytes)));
  const send = (text: string) => client.send(text, proxy.port, proxy.host);
  /** Sends 0 … n−1, and then `echo` until one comes back: all that was going to pass at once has passed. */
  const sendAll = async (n: number) => {
    for (let i = 0; i < n; i++) send(String(i));
    while (!got.client.includes('echo')) {
      send('echo');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return got.server.filter((text) => text !== 'echo');
  };
  return { proxy, got, send, sendAll };
};
