import { once } from 'node:events';
import net from 'node:net';
import { reset } from './tcp-link';

const states: [string, (socket: net.Socket) => unknown][] = [
  ['connected', (socket) => once(socket, 'connect')],
  ['still connecting', () => undefined],
  ['still connecting, with its end to be sent', (socket) => socket.end('x')],
  ['just ended', (socket) => once(socket, 'connect').then(() => socket.end())],
  ['ended, with much still to be sent', (socket) => once(socket, 'connect').then(() => socket.end(Buffer.alloc(2e7)))],
];

test.each(states)('a connection that is %s is gone when it was reset, on both sides', async (_, bring) => {
  const taken: net.Socket[] = [];
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    taken.push(socket.on('error', () => undefined).resume());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as net.AddressInfo;
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => undefined);
  const closed = once(socket, 'close');
  await bring(socket);
  reset(socket);
  await closed;
  for (const other of taken) other.destroy();
  server.close();
});
