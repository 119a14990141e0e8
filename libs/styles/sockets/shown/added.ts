import { once } from 'node:events';
import net from 'node:net';
import { messagesOf, type Application, type Message, type Place } from '@parley/roles';
import { openReceiver } from '../tcp/receiver';
import { openSender } from '../tcp/sender';

/** One thing that a bare socket has not and a style of ours has, both from a run. */
export interface Added {
  point: string;
  /** What was seen of the socket, and whether it lacks the thing. */
  socket: string;
  lacks: boolean;
  style: string;
  /** What was seen of the style, and whether it has the thing. */
  seen: string;
  has: boolean;
}

export const place = (where: Partial<Place>): Place => ({
  bind: [],
  connect: [],
  name: 'adds',
  deadlineMs: 5000,
  credentials: 'right',
  ...where,
});

export const idle: Application = {
  notify: async () => undefined,
  reserve: async (request) => request,
  refused: () => undefined,
};

/** A client and a server of the style `tcp`, and what becomes of a call with them. */
export async function withTcp<T>(
  application: Partial<Application>,
  act: (at: Awaited<ReturnType<typeof pair>>) => Promise<T>,
) {
  const both = await pair({ ...idle, ...application });
  try {
    return await act(both);
  } finally {
    await Promise.all([both.sender.close(), both.receiver.close()]);
  }
}
export const pair = async (application: Application) => {
  const receiver = await openReceiver(place({ bind: ['tcp://127.0.0.1:0'] }), application);
  const sender = await openSender(place({ connect: receiver.addresses }));
  return { receiver, sender, address: receiver.addresses[0]! };
};

export const message = (number: number, body: string | Buffer = `${number}`): Message => ({
  ...messagesOf('client', { count: 1, from: number })[0]!,
  body: Buffer.from(body),
});

/** A bare server; `serve` does what it likes with each connection. */
export async function bare(serve: (socket: net.Socket) => void) {
  const server = net.createServer((socket) => serve(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  return { port, connect: () => net.connect(port, '127.0.0.1').on('error', () => undefined), server };
}
