import { createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';

export type Reaction = string | 'cut';

/** An SMTP server of a few lines that answers as told: by command (MAIL, RCPT, DATA), and to the mail's end (`.`). */
export const openRawServer = async (reactions: Record<string, Reaction | ((nth: number) => Reaction)> = {}) => {
  const usual: Record<string, string> = { EHLO: '250 raw', DATA: '354 go on', '.': '250 kept', QUIT: '221 bye' };
  const counts: Record<string, number> = {};
  const sockets = new Set<Socket>();
  let connections = 0;

  const react = (socket: Socket, command: string) => {
    const nth = (counts[command] = (counts[command] ?? 0) + 1);
    const told = reactions[command];
    const answer = (typeof told === 'function' ? told(nth) : told) ?? usual[command] ?? '250 ok';
    if (answer === 'cut') return void socket.resetAndDestroy();
    socket.write(`${answer}\r\n`);
  };

  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    let inData = false;
    let buffer = '';
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      buffer += chunk.toString('latin1');
      for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        if (inData && line !== '.') continue;
        const command = inData ? '.' : (line.split(' ')[0] ?? '').toUpperCase();
        inData = command === 'DATA' && reactions.DATA === undefined;
        react(socket, command);
      }
    });
    socket.write('220 raw\r\n');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** How often a command came. */
    count: (command: string) => counts[command] ?? 0,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
