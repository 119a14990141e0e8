import { OutcomeUnknown, Retryable, startProcess } from '@parley/faults';
import { killChildren, openTcpProxy, startChild } from '@parley/faults/testing';

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import net from 'node:net';
import { parseAddress } from './address';
import { openSocketClient, type ClientOptions } from './client';
import { encodeFrame } from './frames';
import { openSocketServer } from './server';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  killChildren();
});

const quick = { beatMs: 50, silenceMs: 300 };
const open = (address: string, options: ClientOptions = {}) => {
  const client = openSocketClient(address, options);
  ends.push(client.close);
  return client;
};
const proxied = async (address: string, tap?: Parameters<typeof openTcpProxy>[1]) => {
  const proxy = await openTcpProxy(parseAddress(address) as { host: string; port: number }, tap);
  ends.push(proxy.close);
  return { proxy, address: `tcp://127.0.0.1:${proxy.port}` };
};
const echoing = async (at = 'tcp://127.0.0.1:0') => {
  const server = await openSocketServer(at, { request: async (payload) => payload, notice: async () => {} });
  ends.push(server.close);
  return server;
};
const child = async () => {
  const process = startChild(join(__dirname, 'echo.fixture.ts'));
  const address = (await process.line(/^tcp:/)).trim();
  return { process, address };
};
const until = async (what: () => boolean) => {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 5));
};
const freePort = async () => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

test('nobody there: Retryable at once; when somebody comes, the next one goes through', async () => {
  const address = `tcp://127.0.0.1:${await freePort()}`;
  const client = open(address);
  await expect(client.notify(Buffer.from('a'), 60_000)).rejects.toThrow(Retryable);
  await expect(client.request(Buffer.from('a'), 60_000)).rejects.toThrow(/ECONNREFUSED/);
  await echoing(address);
  expect((await client.request(Buffer.from('b'), 1000)).toString()).toBe('b');
});

test('a peer that restarts is connected to again, and nothing is sent twice', async () => {
  const first = await child();
  const client = open(first.address);
  await client.request(Buffer.from('a'), 5000);
  first.process.kill('SIGKILL');
  await first.process.exited;
  await expect(client.request(Buffer.from('b'), 1000)).rejects.toThrow();
  await echoing(first.address);
  expect((await client.request(Buffer.from('c'), 1000)).toString()).toBe('c');
  expect(client.stats().connected).toBe(2);
});

test('the answer cut off after the question went through: OutcomeUnknown', async () => {
  const server = await echoing();
  const { address } = await proxied(server.addresses[0]!, {
    toClient: (_chunk, _connection, cut) => (cut(), undefined),
  });
  await expect(open(address).request(Buffer.from('a'), 5000)).rejects.toThrow(OutcomeUnknown);
});

test('a cable pulled out is noticed by the missing beats, long before the deadline', async () => {
  const server = await openSocketServer(
    'tcp://127.0.0.1:0',
    { request: () => new Promise(() => {}) },
    { ...quick, drainMs: 10 },
  );
  ends.push(server.close);
  const { proxy, address } = await proxied(server.addresses[0]!);
  const client = open(address, quick);
  const asked = client.request(Buffer.from('a'), 60_000);
  const expected = expect(asked).rejects.toThrow(/nothing came/);
  await until(() => server.connections() > 0);
  proxy.blackHole(true);
  await expected;
  await until(() => server.connections() === 0);
});

test('a frozen peer is noticed by the missing beats; thawed, it is connected to anew', async () => {
  const { process, address } = await child();
  const client = open(address, quick);
  await client.request(Buffer.from('a'), 5000);
  process.kill('SIGSTOP');
  await expect(client.request(Buffer.from('b'), 60_000)).rejects.toThrow(/nothing came/);
  process.kill('SIGCONT');
  expect((await client.request(Buffer.from('c'), 5000)).toString()).toBe('c');
});

test('a peer that is only slow beats on, and is not given up', async () => {
  let let_go = () => {};
  const held = new Promise<void>((resolve) => (let_go = resolve));
  const server = await openSocketServer(
    'tcp://127.0.0.1:0',
    { request: async (payload) => (await held, payload) },
    quick,
  );
  ends.push(server.close);
  const client = open(server.addresses[0]!, quick);
  const asked = client.request(Buffer.from('a'), 60_000);
  await until(() => client.stats().beats * quick.beatMs > 3 * quick.silenceMs);
  let_go();
  expect((await asked).toString()).toBe('a');
});

test('who stood still itself does not take the others for dead', async () => {
  const { process, address } = await child();
  const client = open(address, { beatMs: 50, silenceMs: 60_000 });
  await client.request(Buffer.from('a'), 5000);
  const beats = client.stats().beats;
  process.kill('SIGSTOP');
  // Longer than the other side waits for a sign of life.
  await new Promise((resolve) => setTimeout(resolve, 800));
  process.kill('SIGCONT');
  await until(() => client.stats().beats > beats + 5);
  expect((await client.request(Buffer.from('b'), 5000)).toString()).toBe('b');
  expect(client.stats().connected).toBe(1);
});

test('connecting to one whose kernel takes no connection any more ends with the deadline for that', async () => {
  const program =
    "require('net').createServer().listen({port:0,host:'127.0.0.1',backlog:1},function(){console.log(this.address().port)})";
  const server = startProcess([process.execPath, '-e', program]);
  const port = Number(await server.line(/^\d+$/));
  server.kill('SIGSTOP');
  // As many as its queue holds, and one that finds it full.
  const fillers = Array.from({ length: 4 }, () => net.connect(port, '127.0.0.1').on('error', () => undefined));
  ends.push(() => fillers.forEach((socket) => socket.destroy()));
  const connected = () => fillers.filter(({ readyState }) => readyState === 'open').length;
  await until(() => connected() >= 2);
  await expect(open(`127.0.0.1:${port}`, { connectMs: 100 }).notify(Buffer.from('a'), 60_000)).rejects.toThrow(
    Retryable,
  );
  await expect(open(`127.0.0.1:${port}`).notify(Buffer.from('a'), 100)).rejects.toThrow(/within 100 ms/);
});

test('after a new connection of the same client nothing of the old one comes any more', async () => {
  const order: string[] = [];
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const server = await openSocketServer(
    'tcp://127.0.0.1:0',
    { notice: async (payload) => (order.push(payload.toString()), held) },
    { inHand: 1 },
  );
  ends.push(server.close);
  const { host, port } = parseAddress(server.addresses[0]!) as { host: string; port: number };
  const connection = (...notices: string[]) => {
    const socket = net.connect(port, host).on('error', () => undefined);
    ends.push(() => socket.destroy());
    const frames = notices.map((each) => encodeFrame('notice', 0, Buffer.from(each)));
    return socket.write(Buffer.concat([encodeFrame('hello', 0, Buffer.from('the same')), ...frames]));
  };
  // The old one is still open as far as the server can see, and holds two that wait for the first.
  connection('1', '2', '3');
  await until(() => order.includes('1'));
  connection('4', '5');
  await until(() => order.includes('4'));
  letGo();
  await until(() => order.includes('5'));
  expect(order).toEqual(['1', '4', '5']);
});

test('cut while it still waits to be sent: Retryable; while it is on its way: OutcomeUnknown', async () => {
  const { process, address } = await child();
  const client = open(address);
  await client.request(Buffer.from('a'), 5000);
  process.kill('SIGSTOP');
  const asked = Array.from({ length: 20 }, () => client.request(Buffer.alloc(1024 * 1024), 60_000));
  const outcomes = Promise.allSettled(asked);
  process.kill('SIGKILL');
  const kinds = (await outcomes).map((each) => (each.status === 'rejected' ? each.reason.kind : 'ok'));
  expect(kinds.at(0)).toBe('unknown');
  expect(kinds.at(-1)).toBe('retryable');
});

test('the path of an owner that was killed is taken over; that of one who lives is not', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'parley-')), 's');
  const program = `require('net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`;
  const owner = startProcess([process.execPath, '-e', program]);
  await owner.line(/up/);
  await expect(echoing(`ipc://${path}`)).rejects.toMatchObject({ kind: 'fatal', reason: 'address' });
  owner.kill('SIGKILL');
  await owner.exited;
  const server = await echoing(`ipc://${path}`);
  expect((await open(server.addresses[0]!).request(Buffer.from('a'), 1000)).toString()).toBe('a');
});
