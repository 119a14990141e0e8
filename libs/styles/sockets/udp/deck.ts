import dgram from 'node:dgram';
import { once } from 'node:events';
import { addressOf, peerOf } from '@parley/middleware/datagram';
import type { DeckProgram } from '@parley/roles';
import { style } from './style';

const placeOf = ([address = style.roles[0]!.address![0]!]: string[]) => peerOf(address);

const closed = (socket: dgram.Socket, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    socket.once('close', () => resolve());
    const close = () => socket.close();
    if (signal.aborted) close();
    else signal.addEventListener('abort', close, { once: true });
  });

/** socket, bind, then for ever: recvfrom, sendto back with a `*`. There is no connection, so no end of one either. */
const server: DeckProgram = async ({ bind, ready, signal }) => {
  const { host, port } = placeOf(bind);
  const socket = dgram.createSocket('udp4').bind(port, host);
  await once(socket, 'listening');
  socket.on('message', (data, from) => socket.send(Buffer.concat([data, Buffer.from('*')]), from.port, from.address));
  ready([addressOf({ host, port: socket.address().port })]);
  await closed(socket, signal);
};

/** socket, sendto `Hello, world`, recvfrom, print, close. A datagram that is lost leaves it waiting. */
const client: DeckProgram = async ({ connect, ready, say, signal }) => {
  const { host, port } = placeOf(connect);
  const socket = dgram.createSocket('udp4');
  const end = closed(socket, signal);
  socket.once('message', (data) => {
    say(data.toString());
    socket.close();
  });
  socket.send('Hello, world', port, host, () => ready([]));
  await end;
};

export const deck = { server, client };
