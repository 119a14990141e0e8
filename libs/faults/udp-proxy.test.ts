import { once } from 'node:events';
import dgram from 'node:dgram';
import { openProxy } from './proxy';
import { closeAll, ms, udpBehindProxy, until } from './proxy.fixture';
import { toxicsOf, type Toxic } from './toxics';

afterEach(closeAll);

const numbers = (n: number) => Array.from({ length: n }, (_, i) => String(i));

/** What arrives of 400 datagrams under this toxic. */
const fate = async (toxic: Toxic, seed?: number) => {
  const { proxy, sendAll } = await udpBehindProxy(seed);
  proxy.addToxic({ stream: 'upstream', ...toxic } as Toxic);
  return sendAll(400);
};

test('without toxics it changes nothing, and counts', async () => {
  const { proxy, sendAll } = await udpBehindProxy();
  expect(await sendAll(100)).toEqual(numbers(100));
  expect(proxy.counters()).toMatchObject({ accepted: 1, cut: 0 });
  expect(proxy.counters().upstream).toBeGreaterThanOrEqual(190 + 4);
  expect(proxy.counters().downstream).toBeGreaterThanOrEqual(4);
});

test('loss: about its share is missing, the rest is in order; the same seed loses the same', async () => {
  const loss: Toxic = { type: 'loss', attributes: { probability: 0.3 } };
  const [first, again, other] = [await fate(loss, 7), await fate(loss, 7), await fate(loss, 8)];
  expect(first.length).toBeGreaterThan(200);
  expect(first.length).toBeLessThan(360);
  expect(first).toEqual([...first].sort((a, b) => Number(a) - Number(b)));
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test('duplicate: about its share comes twice, nothing is missing', async () => {
  const got = await fate({ type: 'duplicate', attributes: { probability: 0.2 } });
  expect([...new Set(got)]).toEqual(numbers(400));
  expect(got.length).toBeGreaterThan(430);
  expect(got.length).toBeLessThan(540);
  expect(await fate({ type: 'duplicate', toxicity: 0, attributes: { probability: 1 } })).toHaveLength(400);
});

test('reorder: some are overtaken, by no more than the window; nothing is missing', async () => {
  const { proxy, got, sendAll } = await udpBehindProxy();
  proxy.addToxic({ type: 'reorder', stream: 'upstream', attributes: { probability: 0.2, window: 5, hold: 5000 } });
  await sendAll(400);
  const arrived = () => got.server.filter((text) => text !== 'echo').map(Number);
  expect(arrived().length).toBeGreaterThan(390);
  const overtaken = arrived().filter((n, at, all) => all.slice(0, at).some((earlier) => earlier > n));
  expect(overtaken.length).toBeGreaterThan(40);
  // Held ones do not count as having passed, so a window of 5 can be a few more apart.
  const furthest = Math.max(...arrived().map((n, at, all) => Math.max(n, ...all.slice(0, at)) - n));
  expect(furthest).toBeGreaterThan(1);
  expect(furthest).toBeLessThan(20);
});

test('reorder: what nobody overtakes is not held for ever', async () => {
  const { proxy, got, send } = await udpBehindProxy();
  proxy.addToxic({ type: 'reorder', stream: 'upstream', attributes: { probability: 1, window: 5, hold: 20 } });
  send('alone');
  await until(() => got.server[0] === 'alone');
});

test('latency: each comes so much later; with jitter one overtakes another', async () => {
  const { proxy, got, sendAll } = await udpBehindProxy();
  proxy.addToxic({ type: 'latency', stream: 'upstream', attributes: { latency: 60, jitter: 30 } });
  expect(await ms(() => sendAll(200))).toBeGreaterThan(29);
  await until(() => got.server.filter((text) => text !== 'echo').length === 200);
  const arrived = got.server.filter((text) => text !== 'echo');
  expect(arrived).not.toEqual(numbers(200));
  expect(arrived.sort((a, b) => Number(a) - Number(b))).toEqual(numbers(200));
});

test('bandwidth: 5 KB at 50 KB/s take a tenth of a second', async () => {
  const { proxy, got, send } = await udpBehindProxy();
  proxy.addToxic({ type: 'bandwidth', stream: 'upstream', attributes: { rate: 50 } });
  const took = await ms(async () => {
    for (let i = 0; i < 5; i++) send('x'.repeat(1000));
    await until(() => got.server.length === 5);
  });
  expect(took).toBeGreaterThan(90);
});

test('timeout, black hole, down: nothing comes; afterwards it does, on the same port', async () => {
  const { proxy, got, send, sendAll } = await udpBehindProxy();
  const upstream = () => proxy.counters().upstream;
  proxy.addToxic({ type: 'timeout', stream: 'upstream', attributes: { timeout: 0 } });
  send('a');
  await until(() => proxy.connections() === 1);
  await proxy.reset();
  proxy.blackHole(true);
  send('b');
  await new Promise<void>((resolve) => setTimeout(resolve, 30));
  await proxy.reset();
  await proxy.setEnabled(false);
  send('c');
  await proxy.reset();
  expect(upstream()).toBe(0);
  await sendAll(1);
  expect(got.server[0]).toBe('0');
});

test('refuse: whoever is new is not served, cut: what is on its way is lost', async () => {
  const { proxy, got, send, sendAll } = await udpBehindProxy();
  proxy.refuse(true);
  send('refused');
  await new Promise<void>((resolve) => setTimeout(resolve, 30));
  expect(proxy.connections()).toBe(0);
  proxy.refuse(false);
  proxy.addToxic({ type: 'latency', stream: 'upstream', attributes: { latency: 50 } });
  send('cut');
  await until(() => proxy.connections() === 1);
  proxy.cut();
  await sendAll(1);
  expect(got.server[0]).toBe('0');
});

test('in front of a multicast group on loopback: each member gets it', async () => {
  const group = '239.77.3.1';
  const member = async (port: number) => {
    const socket = dgram.createSocket({ type: 'udp4', reuseAddr: true }).bind(port, group);
    await once(socket, 'listening');
    socket.addMembership(group, '127.0.0.1');
    return socket;
  };
  const first = await member(0);
  const { port } = first.address();
  const members = [first, await member(port)];
  const got = [0, 0];
  members.forEach((socket, i) => socket.on('message', () => (got[i]! += 1)));
  const proxy = await openProxy({ carrier: 'udp', target: { host: group, port } });
  proxy.addToxic({ type: 'duplicate', stream: 'upstream', attributes: { probability: 1 } });
  const sender = dgram.createSocket('udp4');
  sender.send('x', proxy.port, proxy.host);
  await until(() => got[0] === 2 && got[1] === 2);
  await proxy.close();
  for (const socket of [...members, sender]) socket.close();
});

test('every toxic of UDP has its test here', () => {
  expect(toxicsOf('udp')).toEqual('latency bandwidth timeout loss duplicate reorder'.split(' '));
});
