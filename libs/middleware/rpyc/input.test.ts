import { once } from 'node:events';
import { connect } from 'node:net';
import { deflateSync } from 'node:zlib';
import type { Fatal } from '@parley/faults';
import { rejection, until } from '../grpc/until.fixture';
import { dump, load } from './brine';
import { encodeFrame } from './frames';
import { afterwards, closeAll, connected, serving } from './pair.fixture';

jest.setTimeout(30_000);
afterEach(closeAll);

const maxBytes = 64 * 1024;

const open = async () => {
  const refused: Fatal[] = [];
  const service = { exposed_size: (bytes: Buffer) => bytes.length, exposed_many: (n: number) => Buffer.alloc(n) };
  const server = await serving(service, { maxBytes, refused: (error) => void refused.push(error) });
  const connection = await connected(server.port);
  const root = await connection.root<{ size(bytes: Buffer): number; many(n: number): Buffer }>();
  return { server, refused, root, connection };
};

const raw = async (port: number) => {
  const socket = connect(port, '127.0.0.1');
  afterwards(() => socket.destroy());
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
};

const header = (length: number, flag: number) => {
  const bytes = Buffer.alloc(5, flag);
  bytes.writeUInt32BE(length);
  return bytes;
};
const message = (type: number, content: unknown) => encodeFrame(Buffer.concat([Buffer.from([type]), dump(content)]));
const bomb = deflateSync(Buffer.alloc(100 * maxBytes));

test.each<[string, Buffer, string]>([
  ['HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'undecodable'],
  ['a header that promises too much', header(0x7fffffff, 0), 'too-large'],
  ['a frame without its line feed', Buffer.concat([header(1, 0), Buffer.from('xx')]), 'undecodable'],
  ['a frame that does not unpack', Buffer.concat([header(3, 1), Buffer.from('abc\n')]), 'undecodable'],
  ['a frame that unpacks to too much', Buffer.concat([header(bomb.length, 1), bomb, Buffer.from('\n')]), 'too-large'],
  ['an empty frame', encodeFrame(Buffer.alloc(0)), 'undecodable'],
  ['a body that is no brine', encodeFrame(Buffer.from([1, 0xff])), 'undecodable'],
  ['a message without number', message(1, 'text'), 'undecodable'],
  ['a message type that does not exist', message(9, [1, 2]), 'undecodable'],
  ['an answer with a label that does not exist', message(2, [1, [9, 9]]), 'undecodable'],
])('%s: that connection ends, it is told, others go on', async (_, bytes, reason) => {
  const { server, refused, root } = await open();
  const socket = await raw(server.port);
  const closed = once(socket.resume(), 'close');
  socket.write(bytes);
  await closed;
  expect(refused.map((error) => error.reason)).toEqual([reason]);
  expect(await root.size(Buffer.alloc(5))).toBe(5);
});

test.each<[string, unknown, string]>([
  ['a request that does not exist', [99, [2, []]], 'Fatal'],
  ['no request at all', 'text', 'Fatal'],
  ['arguments that are no tuple', [7, [1, 'x']], 'TypeError'],
  ['an object that was never given', [5, [2, [[3, ['a', 1, 2]]]]], 'KeyError'],
  ['pickle', [14, [2, []]], 'Fatal'],
])('%s: answered with an exception, the connection goes on', async (_, asked, name) => {
  const { server } = await open();
  const socket = await raw(server.port);
  socket.write(message(1, [7, asked]));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer[5]).toBe(3);
  const [seq, [[, exception]]] = load(answer.subarray(6, -1)) as [number, [[string, string]]];
  expect([seq, exception]).toEqual([7, name]);
  socket.write(message(1, [8, [1, [2, [[1, 'still there']]]]]));
  const [pong] = (await once(socket, 'data')) as [Buffer];
  expect(load(pong.subarray(6, -1))).toEqual([8, [1, 'still there']]);
});

test('a compressed frame, in pieces of one byte, is read', async () => {
  const { server } = await open();
  const socket = await raw(server.port);
  const body = deflateSync(Buffer.concat([Buffer.from([1]), dump([1, [1, [2, [[1, 'x'.repeat(5000)]]]]])]));
  for (const byte of Buffer.concat([header(body.length, 1), body, Buffer.from('\n')]))
    socket.write(Buffer.from([byte]));
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  await until(() => Buffer.concat(parts).length > 5000);
  expect(load(Buffer.concat(parts).subarray(6, -1))).toEqual([1, [1, 'x'.repeat(5000)]]);
});

test('a peer that asks and does not read is given up before its answers fill the memory', async () => {
  const { server, root } = await open();
  const socket = await raw(server.port);
  socket.pause();
  const closed = new Promise((resolve) => socket.on('close', resolve));
  const ask = message(1, [1, [1, [2, [[1, Buffer.alloc(maxBytes - 100)]]]]]);
  const pump = setInterval(() => socket.writable && socket.write(ask), 1);
  afterwards(() => clearInterval(pump));
  await until(() => server.connections().length === 1, 10_000);
  socket.resume();
  await closed;
  expect(await root.size(Buffer.alloc(5))).toBe(5);
}, 15_000);

test('an answer above the maximum is an error of that call; a question above it does not leave', async () => {
  const { root, server } = await open();
  expect(await rejection(root.many(2 * maxBytes))).toMatchObject({ kind: 'fatal', reason: 'too-large' });
  const narrow = await connected(server.port, { maxBytes });
  const other = await narrow.root<{ size(bytes: Buffer): number }>();
  expect(await rejection(other.size(Buffer.alloc(2 * maxBytes)))).toMatchObject({ kind: 'fatal', reason: 'too-large' });
  expect(await other.size(Buffer.alloc(5))).toBe(5);
});
