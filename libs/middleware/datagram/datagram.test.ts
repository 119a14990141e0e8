import { join } from 'node:path';
import { openLan } from '@parley/faults';
import { killChildren, startChild } from '@parley/faults/testing';
import { addressOf, isGroup, maxDatagram, openDatagram, peerOf, type Datagram, type DatagramOptions } from './index';

const opened: Datagram[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

afterAll(killChildren);

const until = async (so: () => boolean) => {
  while (!so()) await new Promise((resolve) => setTimeout(resolve, 2));
};

const open = async (options: DatagramOptions = {}) => {
  const got: Buffer[] = [];
  const from: string[] = [];
  const socket = await openDatagram(options, (bytes, peer) => {
    got.push(bytes);
    from.push(addressOf(peer));
  });
  opened.push(socket);
  return { ...socket, got, from, peer: peerOf(socket.address), texts: () => got.map(String) };
};

const rejection = (what: Promise<unknown>) =>
  what.then(
    () => 'resolved',
    (error) => error,
  );

const loopback = { interface: '127.0.0.1' };

test('a datagram arrives with its bytes, and says from where', async () => {
  const [one, other] = [await open(), await open()];
  await one.send(Buffer.from([0, 1, 255]), other.peer);
  await until(() => other.got.length === 1);
  expect(other.got[0]).toEqual(Buffer.from([0, 1, 255]));
  expect(other.from).toEqual([one.address]);
});

test('the maximum passes; one byte more is Fatal, and the socket goes on', async () => {
  const [one, other] = [await open(), await open()];
  await one.send(Buffer.alloc(maxDatagram, 7), other.peer);
  expect(await rejection(one.send(Buffer.alloc(maxDatagram + 1), other.peer))).toMatchObject({
    kind: 'fatal',
    reason: 'too-large',
  });
  await one.send(Buffer.alloc(0), other.peer);
  await until(() => other.got.length === 2);
  expect(other.got.map(({ length }) => length)).toEqual([maxDatagram, 0]);
});

test('nobody at the port: counted, and the process lives', async () => {
  const gone = await open();
  await gone.close();
  const one = await open({ connect: gone.address });
  for (let i = 0; i < 5 && one.unreachable() === 0; i++) {
    await one.send(Buffer.from('x')).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(one.unreachable()).toBeGreaterThan(0);
  const unconnected = await open();
  await unconnected.send(Buffer.from('x'), gone.peer);
  expect(unconnected.unreachable()).toBe(0);
});

test('a receive buffer of the size asked for, within what the system grants', async () => {
  const [small, large] = [await open({ receiveBuffer: 8192 }), await open({ receiveBuffer: 64 * 1024 })];
  expect(small.receiveBuffer).toBeGreaterThanOrEqual(8192);
  expect(large.receiveBuffer).toBeGreaterThan(small.receiveBuffer);
});

test('what does not fit into the receive buffer is dropped, and the sender is not told', async () => {
  // The receiver cannot take anything while this thread is busy sending.
  const receiver = await open({ receiveBuffer: 8192 });
  const sender = await open();
  const sends = Array.from({ length: 200 }, () => sender.send(Buffer.alloc(1000), receiver.peer));
  await Promise.all(sends);
  let last = -1;
  while (receiver.got.length !== last) {
    last = receiver.got.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(receiver.got.length).toBeGreaterThan(0);
  expect(receiver.got.length).toBeLessThan(200);
});

test('close: what was being sent is sent and settled, afterwards Fatal; twice is once', async () => {
  const receiver = await open();
  const sender = await open();
  const sends = Array.from({ length: 20 }, (_, i) => sender.send(Buffer.from([i]), receiver.peer));
  await Promise.all([sender.close(), sender.close()]);
  expect((await Promise.allSettled(sends)).map(({ status }) => status)).toEqual(Array(20).fill('fulfilled'));
  expect(await rejection(sender.send(Buffer.from('x'), receiver.peer))).toMatchObject({
    kind: 'fatal',
    reason: 'closed',
  });
  await until(() => receiver.got.length === 20);
});

test('a port that is taken is Retryable, an address that is none is Fatal', async () => {
  const first = await open();
  expect(await rejection(openDatagram({ bind: first.address }))).toMatchObject({ kind: 'retryable' });
  expect(await rejection(openDatagram({ bind: 'udp://203.0.113.9:0' }))).toMatchObject({ reason: 'address' });
  for (const wrong of ['', 'tcp://127.0.0.1:1', 'udp://example.org:1', 'udp://127.0.0.1:65536', 'udp://127.0.0.1'])
    expect(() => peerOf(wrong)).toThrow(expect.objectContaining({ kind: 'fatal', reason: 'address' }));
  expect(await rejection(first.send(Buffer.from('x')))).toMatchObject({ kind: 'retryable' });
});

test('addresses', () => {
  expect(peerOf('udp://localhost:5/S%C3%A3o%20Paulo')).toEqual({ host: '127.0.0.1', port: 5, path: 'São Paulo' });
  expect(peerOf('127.0.0.1:65535')).toEqual({ host: '127.0.0.1', port: 65_535, path: '' });
  expect(['223.9.9.9', '224.0.0.1', '239.1.2.3', '240.0.0.1'].map(isGroup)).toEqual([false, true, true, false]);
});

describe('a group', () => {
  const group = '239.77.9.1';

  test('every member gets it, on one port; another group on that port gets none of it', async () => {
    const first = await open({ bind: `udp://${group}:0`, ...loopback });
    const second = await open({ bind: first.address, ...loopback });
    const other = await open({ bind: `udp://239.77.9.2:${first.peer.port}`, ...loopback });
    const sender = await open(loopback);
    await sender.send(Buffer.from('all'), first.peer);
    await sender.send(Buffer.from('other'), other.peer);
    await until(() => first.got.length + second.got.length + other.got.length === 3);
    expect([first, second, other].map((one) => one.texts())).toEqual([['all'], ['all'], ['other']]);
  });

  test('joins groups beside the address that it binds', async () => {
    const member = await open({ bind: 'udp://0.0.0.0:0', join: [group, '239.77.9.3'], ...loopback });
    const sender = await open(loopback);
    for (const host of [group, '239.77.9.3']) await sender.send(Buffer.from(host), { ...member.peer, host });
    await until(() => member.got.length === 2);
    expect(member.texts()).toEqual([group, '239.77.9.3']);
  });

  test('time to live 0 stays on this host where it has a member, 1 on this network; without loop this host gets none', async () => {
    const lan = await openLan({ hosts: ['a', 'b'] });
    const child = (host: string, ...args: string[]) =>
      startChild(join(__dirname, 'group.fixture.ts'), {
        prefix: lan.prefix(host),
        args,
        env: { PATH: process.env.PATH! },
      });
    const members = [child('a', 'member'), child('b', 'member')];
    for (const member of members) await member.line(/ready/);
    await child('a', 'sender').exited;
    for (const member of members) await member.line(/end/);
    await lan.close();
    expect(members.map((member) => member.output().stdout.trim().split('\n').slice(1))).toEqual([
      ['ttl 0', 'ttl 1', 'end'],
      ['ttl 1', 'no loop', 'end'],
    ]);
  });
});

test('broadcast has to be allowed', async () => {
  const receiver = await open({ bind: 'udp://0.0.0.0:0', shared: true });
  const to = { host: '127.255.255.255', port: receiver.peer.port };
  expect(await rejection((await open()).send(Buffer.from('x'), to))).toMatchObject({
    kind: 'fatal',
    reason: 'not-allowed',
  });
  await (await open({ broadcast: true })).send(Buffer.from('all'), to);
  await until(() => receiver.got.length === 1);
});
