import { once } from 'node:events';
import net from 'node:net';
import { formatAddress, parseAddress } from '@parley/middleware/socket';
import type { DeckProgram } from '@parley/roles';
import { style } from './style';

/** At most this many bytes are taken out of the stream at once. */
const recvBytes = 1024;

const addressOf = ([address = style.roles[0]!.address![0]!]: string[]) =>
  parseAddress(address) as net.TcpNetConnectOpts;

/** Bytes in the runs that recv(1024) gives them in. */
async function* receive(socket: net.Socket): AsyncGenerator<Buffer> {
  for await (const chunk of socket as AsyncIterable<Buffer>)
    for (let at = 0; at < chunk.length; at += recvBytes) yield chunk.subarray(at, at + recvBytes);
}

/** socket, bind, listen(1), accept one; what comes goes back with a `*`, until that client closes. Then it ends. */
const server: DeckProgram = async ({ bind, ready, signal }) => {
  const { host, port } = addressOf(bind);
  const listener = net.createServer();
  const waiting = new Set<net.Socket>();
  // Whoever else connects stays in the queue of connections, as nothing accepts it.
  listener.on('connection', (socket) => waiting.add(socket.pause().on('error', () => undefined)));
  listener.listen({ host, port, backlog: 1 });
  await once(listener, 'listening');
  ready([formatAddress({ host: host!, port: (listener.address() as net.AddressInfo).port })]);
  try {
    const [connection] = (await once(listener, 'connection', { signal })) as [net.Socket];
    signal.addEventListener('abort', () => connection.destroy());
    for await (const data of receive(connection)) connection.write(Buffer.concat([data, Buffer.from('*')]));
    connection.end();
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    for (const socket of waiting) socket.destroySoon();
    listener.close();
  }
};

/** socket, connect, send `Hello, world`, receive once, print, close. */
const client: DeckProgram = async ({ connect, ready, say, signal }) => {
  const socket = net.connect(addressOf(connect));
  signal.addEventListener('abort', () => socket.destroy());
  await once(socket, 'connect');
  ready([]);
  socket.write('Hello, world');
  for await (const data of receive(socket)) {
    say(data.toString());
    break;
  }
  socket.destroy();
};

export const deck = { server, client };
