import { once } from 'node:events';
import net from 'node:net';
import { Fatal, kindOf } from '@parley/faults';
import { decode, encode } from '@parley/marshalling';
import { openNameServer, openNames } from '@parley/middleware/socket';
import type { Message } from '@parley/roles';
import { pause, until } from '@parley/staging';
import { openReceiver } from '../tcp/receiver';
import { openSender } from '../tcp/sender';
import { bare, idle, message, pair, place, withTcp, type Added } from './added';
import { boundaries } from './boundaries';

export async function messageBoundaries(): Promise<Added> {
  const reads = (await boundaries()).tcp;
  const got: number[] = [];
  await withTcp({ notify: async ({ body }) => void got.push(body.length) }, async ({ sender }) => {
    for (const [index, text] of ['one', 'two', 'three'].entries()) await sender.notify!(message(index + 1, text));
    await until(() => got.length === 3);
  });
  return {
    point: 'boundaries of messages',
    socket: `sent 3 3 5 B, read ${reads.join(' ')}`,
    lacks: reads.join() !== '3,3,5',
    style: 'tcp',
    seen: `got ${got.join(' ')}`,
    has: got.join() === '3,3,5',
  };
}

export async function correlation(): Promise<Added> {
  // The first request takes longer than the second.
  const later = (text: string) => pause(text.includes('first') ? 150 : 0);
  const { connect, server } = await bare((socket) =>
    socket.on('data', (bytes) => {
      for (const question of bytes.toString().trim().split('\n'))
        void later(question).then(() => socket.write(`${question}*\n`));
    }),
  );
  const client = connect().setEncoding('utf8');
  client.write('first\nsecond\n');
  let answers = '';
  client.on('data', (text) => (answers += text));
  await until(() => answers.split('\n').length === 3);
  client.destroy();
  server.close();
  const reserve = async (request: Message) => {
    await later(request.body.toString());
    return { ...request, body: Buffer.from(`${request.body}*`) };
  };
  const replies = await withTcp({ reserve }, ({ sender }) =>
    Promise.all([message(1, 'first'), message(2, 'second')].map((one) => sender.reserve!(one))),
  );
  const taken = answers.trim().split('\n');
  const matched = replies.map(({ body }) => body.toString());
  return {
    point: 'which answer belongs to which request',
    socket: `asked first, second; read ${taken.join(', ')}`,
    lacks: taken.join() === 'second*,first*',
    style: 'tcp',
    seen: `got ${matched.join(', ')}`,
    has: matched.join() === 'first*,second*',
  };
}

export async function errors(): Promise<Added> {
  const { connect, server } = await bare((socket) => socket.once('data', () => socket.destroy()));
  const client = connect();
  client.write('85123A?');
  await once(client.resume(), 'close');
  server.close();
  const reserve = () => Promise.reject(new Fatal('85123A is unknown', { reason: 'unknown-product' }));
  const seen = await withTcp({ reserve }, ({ sender }) =>
    sender.reserve!(message(1)).then(
      () => 'answered',
      (error: Fatal) => `${kindOf(error)} ${error.reason}`,
    ),
  );
  return {
    point: 'errors of the application',
    socket: `the server fails: closed after ${client.bytesRead} B, and no word`,
    lacks: client.bytesRead === 0,
    style: 'tcp',
    seen,
    has: seen === 'fatal unknown-product',
  };
}

export async function representation(): Promise<Added> {
  let read = 0;
  const { connect, server } = await bare((socket) => socket.once('data', (bytes) => (read = bytes.readUInt32BE())));
  const client = connect();
  // As it stands in the memory of a little-endian machine; a big-endian one reads it.
  client.write(Buffer.from(new Uint8Array([5, 0, 0, 0])));
  await until(() => read > 0);
  client.destroy();
  server.close();
  let line: { quantity?: number } = {};
  const type = 'parley.orders.v1.WantedLine';
  const notify = async (one: Message) => void (line = decode(one.type, one.contentType, one.body));
  await withTcp({ notify }, async ({ sender }) => {
    const encoded = encode(type, { sku: '85123A', quantity: 5 });
    await sender.notify!({ ...message(1), ...encoded });
    await until(() => line.quantity !== undefined);
  });
  return {
    point: 'one form of data for all machines',
    socket: `5 sent, ${read} read by a machine of the other byte order`,
    lacks: read !== 5,
    style: 'tcp with a codec',
    seen: `${line.quantity} read`,
    has: line.quantity === 5,
  };
}

export async function reconnection(): Promise<Added> {
  const got: string[] = [];
  const application = { ...idle, notify: async ({ body }: Message) => void got.push(body.toString()) };
  const { receiver, sender, address } = await pair(application);
  const socket = net.connect(Number(address.split(':').at(-1)), '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  await sender.notify!(message(1, 'before'));
  await until(() => got.length === 1);
  const closed = once(socket.resume(), 'close');
  await receiver.close();
  await closed;
  const again = await openReceiver(place({ bind: [address] }), application);
  await sender.notify!(message(2, 'after'));
  await until(() => got.length === 2);
  const wrote = await new Promise<string>((resolve) =>
    socket.write('x', (error) => resolve(error ? 'refused' : 'taken')),
  );
  await Promise.all([sender.close(), again.close()]);
  return {
    point: 'going on after the server was started again',
    socket: `a further send on the old socket is ${wrote}`,
    lacks: wrote === 'refused',
    style: 'tcp',
    seen: `got ${got.join(', ')}`,
    has: got.join() === 'before,after',
  };
}

export async function names(): Promise<Added> {
  const service = '_stock._tcp.shop.test';
  const server = await openNameServer();
  const announce = (address: string) =>
    server.announce(service, { host: '127.0.0.1', port: Number(address.split(':').at(-1)) });
  const first = await pair(idle);
  const second = await pair(idle);
  announce(first.address);
  await Promise.all([first.sender.close(), first.receiver.close()]);
  announce(second.address);
  const kept = net.connect(Number(first.address.split(':').at(-1)), '127.0.0.1');
  const [refused] = (await once(kept, 'error')) as [NodeJS.ErrnoException];
  const { host, port } = await openNames(server.address).find(service);
  const sender = await openSender(place({ connect: [`tcp://${host}:${port}`] }));
  const answer = await sender.reserve!(message(1, '85123A?'));
  await Promise.all([sender.close(), second.sender.close(), second.receiver.close(), server.close()]);
  return {
    point: 'a service that moved is found by its name',
    socket: `the address that was right before: ${refused.code}`,
    lacks: refused.code === 'ECONNREFUSED',
    style: 'tcp with a name service',
    seen: `${service} answers ${answer.body}`,
    has: answer.body.toString() === '85123A?',
  };
}
