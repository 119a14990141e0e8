import { connect } from 'node:net';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Fatal } from '@parley/faults';
import { rejection, until } from '../grpc/until.fixture';
import { afterwards, aClient, aServer, closeAll } from './spaces.fixture';

jest.setTimeout(30_000);
afterEach(closeAll);

const maxBytes = 64 * 1024;

const open = async () => {
  const refused: Fatal[] = [];
  const server = await aServer({ maxBytes, refused: (error) => void refused.push(error) });
  const reference = server.export({ size: (bytes: Uint8Array) => bytes.length }, { pinned: true });
  const remote = (await aClient({ maxBytes: 10 * maxBytes })).remote<{ size(bytes: Uint8Array): number }>(reference);
  return { server, refused, remote, address: reference.address };
};

const said = async (address: string, ...what: (string | Buffer)[]) => {
  const socket = new WebSocket(address);
  afterwards(() => socket.terminate());
  await once(socket, 'open');
  const closed = once(socket, 'close');
  for (const one of what) socket.send(one);
  await closed;
};

test.each([
  ['text that is no JSON', 'hello {'],
  ['JSON that is no message', '{"a":1}'],
  ['a message that does not exist', '["nonsense",1,2]'],
  ['a call to an import that does not exist', '["push",["pipeline",77,["x"],[]]]'],
  ['a binary frame', Buffer.from([0, 1, 2])],
  ['nested without end', '['.repeat(20_000)],
  ['too long', 'x'.repeat(maxBytes + 1)],
])('%s: that connection ends, it is told, others go on', async (_, what) => {
  const { refused, remote, address } = await open();
  expect(await remote.size(Buffer.alloc(5))).toBe(5);
  await said(address, what);
  await until(() => refused.length === 1);
  expect(['undecodable', 'too-large']).toContain(refused[0]!.reason);
  expect(await remote.size(Buffer.alloc(6))).toBe(6);
});

test('bytes that are no WebSocket: refused, others go on', async () => {
  const { remote, address } = await open();
  const socket = connect(Number(address.split(':')[2]), '127.0.0.1');
  afterwards(() => socket.destroy());
  socket.on('error', () => undefined).resume();
  socket.write(Buffer.from([0xff, 0x00, 0x0d, 0x0a, 0x0d, 0x0a]));
  await once(socket, 'close');
  expect(await remote.size(Buffer.alloc(5))).toBe(5);
});

test('a message above the maximum costs its sender the connection, and the next call has a new one', async () => {
  const { refused, remote } = await open();
  expect(await rejection(remote.size(Buffer.alloc(2 * maxBytes)))).toMatchObject({ kind: 'unknown' });
  expect(refused).toMatchObject([{ reason: 'too-large' }]);
  expect(await remote.size(Buffer.alloc(5))).toBe(5);
});

test('a stranger reaches methods and nothing else of an object', async () => {
  const { remote } = await open();
  const any = remote as unknown as Record<string, () => Promise<unknown>>;
  for (const name of ['constructor', 'hasOwnProperty', '__proto__', 'toString'])
    expect(await rejection(any[name]!())).toMatchObject({ kind: 'fatal' });
});
