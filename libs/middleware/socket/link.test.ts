import net from 'node:net';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { formatAddress, parseAddress } from './address';
import { openSocketClient, type ClientOptions } from './client';
import { encodeFrame } from './frames';
import type { Incoming } from './link';
import { openSocketServer, type ServerOptions } from './server';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const pair = async (
  incoming: Incoming,
  { at = 'tcp://127.0.0.1:0', ...options }: ServerOptions & ClientOptions & { at?: string } = {},
) => {
  const server = await openSocketServer(at, incoming, options);
  ends.push(server.close);
  const client = openSocketClient(server.addresses[0]!, options);
  ends.push(client.close);
  return { server, client, address: server.addresses[0]! };
};

const text = (buffer: Buffer) => buffer.toString();
const echo = async (payload: Buffer) => Buffer.concat([payload, Buffer.from('*')]);
const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
};
const until = async (what: () => boolean) => {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 5));
};

test('addresses are read and written', () => {
  expect(parseAddress('tcp://127.0.0.1:80')).toEqual({ host: '127.0.0.1', port: 80 });
  expect(parseAddress('localhost:80')).toEqual({ host: 'localhost', port: 80 });
  expect(formatAddress(parseAddress('tcp://[::1]:80'))).toBe('tcp://[::1]:80');
  expect(parseAddress('ipc:///run/a')).toEqual({ path: '/run/a' });
  for (const bad of ['', 'tcp://x', 'udp://a:1', 'ipc://', 'a:70000'])
    expect(() => parseAddress(bad)).toThrow(expect.objectContaining({ reason: 'address' }));
});

test('a thousand requests at once over one connection: each gets its own reply, though they end in another order', async () => {
  const slowEven = async (payload: Buffer) => {
    if (payload.length % 2 === 0) await new Promise((resolve) => setImmediate(resolve));
    return echo(payload);
  };
  const { client, server } = await pair({ request: slowEven }, { inHand: 1000 });
  const asked = Array.from({ length: 1000 }, (_, index) => `question ${index}`);
  const replies = await Promise.all(asked.map((each) => client.request(Buffer.from(each), 5000)));
  expect(replies.map(text)).toEqual(asked.map((each) => `${each}*`));
  expect([server.connections(), client.stats().connected]).toEqual([1, 1]);
});

test('an error comes back as the same class', async () => {
  const errors = {
    r: new Retryable('later'),
    f: new Fatal('never', { reason: 'no-stock' }),
    u: new OutcomeUnknown('perhaps'),
  };
  const { client } = await pair({ request: (payload) => Promise.reject(errors[text(payload) as 'r']) });
  for (const [name, error] of Object.entries(errors))
    await expect(client.request(Buffer.from(name), 1000)).rejects.toMatchObject({ ...error, message: error.message });
});

test('a request that nobody answers in time is OutcomeUnknown, and its late reply is dropped and counted', async () => {
  const { open, opened } = gate();
  const { client } = await pair({ request: async (payload) => (text(payload) === 'slow' && (await opened), payload) });
  await expect(client.request(Buffer.from('slow'), 50)).rejects.toThrow(OutcomeUnknown);
  open();
  expect(text(await client.request(Buffer.from('quick'), 1000))).toBe('quick');
  await client.close();
  expect(client.stats().late).toBe(1);
});

test('bad input is refused and told of; other connections do not notice', async () => {
  const refused: string[] = [];
  const { client, address } = await pair(
    { request: echo, refused: ({ reason }) => refused.push(reason) },
    { maxBytes: 100 },
  );
  const { host, port } = parseAddress(address) as { host: string; port: number };
  const stranger = async (bytes: Buffer) => {
    const socket = net.connect(port, host).on('error', () => undefined);
    socket.end(bytes);
    await new Promise((resolve) => socket.resume().once('close', resolve));
  };
  await stranger(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
  await stranger(encodeFrame('notice', 0, Buffer.alloc(101)));
  await stranger(encodeFrame('notice', 0, Buffer.alloc(10)).subarray(0, 12));
  await stranger(encodeFrame('notice', 0, Buffer.alloc(10)));
  expect(refused).toEqual(['undecodable', 'too-large', 'undecodable', 'unexpected']);
  expect(text(await client.request(Buffer.from('a'), 1000))).toBe('a*');
  await expect(client.request(Buffer.alloc(101), 1000)).rejects.toMatchObject({ reason: 'too-large' });
  expect((await client.request(Buffer.alloc(99), 1000)).length).toBe(100);
  await expect(client.request(Buffer.alloc(100), 1000)).rejects.toMatchObject({ reason: 'too-large' });
});

test('who does not read makes the sender wait, and what never left is Retryable', async () => {
  const { open, opened } = gate();
  let taken = 0;
  const notice = async () => ((taken += 1), opened);
  const { client } = await pair({ notice }, { inHand: 1 });
  const block = Buffer.alloc(1024 * 1024);
  const sends = Array.from({ length: 30 }, () => client.notify(block, 400));
  const outcomes = await Promise.allSettled(sends);
  const kinds = outcomes.map((each) => (each.status === 'fulfilled' ? 'ok' : each.reason.kind));
  expect(taken).toBe(1);
  expect(new Set(kinds)).toEqual(new Set(['ok', 'unknown', 'retryable']));
  // In the order of sending: what left, the one on its way, what never left.
  expect(kinds).toEqual(
    [...kinds].sort((a, b) => ['ok', 'unknown', 'retryable'].indexOf(a) - ['ok', 'unknown', 'retryable'].indexOf(b)),
  );
  open();
  const left = kinds.filter((kind) => kind !== 'retryable').length;
  await until(() => taken === left);
});

test('no more than the stated room waits', async () => {
  const { open, opened } = gate();
  const { client } = await pair({ notice: () => opened }, { inHand: 1, roomBytes: 8 * 1024 * 1024 });
  const sends = Array.from({ length: 40 }, () => client.notify(Buffer.alloc(1024 * 1024), 2000));
  await expect(Promise.all(sends)).rejects.toThrow(/no room/);
  open();
  await Promise.allSettled(sends);
});

test('notices come in the order of sending, whatever their size', async () => {
  const sizes: number[] = [];
  const { client } = await pair({ notice: async (payload) => void sizes.push(payload.length) }, { inHand: 3 });
  const sent = Array.from({ length: 200 }, (_, index) => (index % 2 ? 60_000 + index : index));
  await Promise.all(sent.map((size) => client.notify(Buffer.alloc(size), 5000)));
  await until(() => sizes.length === sent.length);
  expect(sizes).toEqual(sent);
});

test('close lets go out what was taken, settles all, and takes nothing more; on either side', async () => {
  const { open, opened } = gate();
  let taken = 0;
  const request = async (payload: Buffer) => ((taken += 1), await opened, payload);
  const { client, server } = await pair({ request, notice: async () => void (taken += 1) });
  const asked = client.request(Buffer.from('a'), 5000);
  const told = client.notify(Buffer.alloc(1024), 5000);
  await until(() => taken === 2);
  const closed = Promise.all([server.close(), server.close(), client.close(), client.close()]);
  await expect(client.request(Buffer.from('b'), 100)).rejects.toMatchObject({ kind: 'fatal', reason: 'closed' });
  await expect(client.notify(Buffer.from('b'), 100)).rejects.toMatchObject({ kind: 'fatal', reason: 'closed' });
  open();
  expect(text(await asked)).toBe('a');
  await told;
  await closed;
  expect(server.connections()).toBe(0);
});

test('a server whose application never ends closes all the same, and its askers learn that the outcome is unknown', async () => {
  const { client, server } = await pair({ request: () => new Promise(() => {}) }, { drainMs: 50 });
  const asked = client.request(Buffer.from('a'), 5000);
  const expected = expect(asked).rejects.toThrow(OutcomeUnknown);
  await until(() => server.connections() === 1);
  await server.close();
  await expected;
});
