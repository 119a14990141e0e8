import { connect } from 'node:net';
import { Dealer, Request, Router } from 'zeromq';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { openTcpProxy, type TcpProxy } from '@parley/faults/testing';
import { killChildren, startChild } from '../grpc/child.fixture';
import { rejection, until } from '../grpc/until.fixture';
import { closePatterns, loopback, replier, requester } from './patterns.fixture';

const proxies: TcpProxy[] = [];

afterEach(async () => {
  killChildren();
  await closePatterns();
  for (const proxy of proxies.splice(0)) await proxy.close();
});

const portOf = (address = '') => Number(address.split(':').at(-1));
const proxied = async (address: string | undefined, tap: Parameters<typeof openTcpProxy>[1] = {}) => {
  const proxy = await openTcpProxy({ host: '127.0.0.1', port: portOf(address) }, tap);
  proxies.push(proxy);
  return { proxy, address: `tcp://127.0.0.1:${proxy.port}` };
};
const isRefused = (address = '') =>
  new Promise<boolean>((resolve) => {
    const { hostname, port } = new URL(address.replace('tcp:', 'http:'));
    const socket = connect(Number(port), hostname, () => resolve(false));
    socket.once('error', () => resolve(true));
    socket.once('connect', () => socket.destroy());
  });
const text = (frames: Buffer[]) => frames.map(String).join('|');

test('a reply belongs to its request, however many are under way and in what order they are answered', async () => {
  const open: (() => void)[] = [];
  const { addresses } = await replier({
    handle: async ([body]) => {
      await new Promise<void>((resolve) => open.push(resolve));
      if (open.length === 100) open.reverse();
      return [`${body}*`];
    },
  });
  const { request } = requester({ connect: addresses });
  const answers = Array.from({ length: 100 }, (_, n) => request([`${n}`], { deadlineMs: 10_000 }));
  await until(() => open.length === 100);
  for (const go of open.reverse()) go();
  expect((await Promise.all(answers)).map(text)).toEqual(Array.from({ length: 100 }, (_, n) => `${n}*`));
});

test('a thousand at once: EBUSY never surfaces', async () => {
  const { addresses } = await replier();
  const { request, stats } = requester({ connect: addresses, maxOutstanding: 64 });
  const answers = await Promise.all(Array.from({ length: 1000 }, (_, n) => request([`${n}`], { deadlineMs: 20_000 })));
  expect(answers.map(text)).toEqual(Array.from({ length: 1000 }, (_, n) => `${n}*`));
  expect(stats()).toMatchObject({ outstanding: 0, waiting: 0, late: 0, reconnects: 0 });
}, 30_000);

test('a bare REQ socket is of no more use after a lost reply; ours goes on', async () => {
  const silent = new Router();
  await silent.bind('tcp://127.0.0.1:*');
  const address = silent.lastEndpoint!;
  const bare = new Request({ sendTimeout: 100, receiveTimeout: 100, linger: 0 });
  bare.connect(address);
  await bare.send('lost');
  expect(await rejection(bare.receive())).toMatchObject({ code: 'EAGAIN' });
  expect(await rejection(bare.send('again'))).toMatchObject({ code: 'EFSM' });
  bare.close();
  silent.close();

  let lose = true;
  const { addresses } = await replier({
    handle: async ([body]) => (lose ? new Promise<never>(() => {}) : [`${body}*`]),
  });
  const { request } = requester({ connect: addresses });
  const error = await rejection(request(['lost'], { deadlineMs: 100 }));
  expect(error).toBeInstanceOf(OutcomeUnknown);
  lose = false;
  expect(text(await request(['again'], { deadlineMs: 5000 }))).toBe('again*');
});

test('a late reply is dropped and counted, and given to no other request', async () => {
  const dealers: [Buffer, Buffer][] = [];
  const slow = new Router();
  await slow.bind('tcp://127.0.0.1:*');
  const hear = async () => {
    for await (const [identity, number] of slow) dealers.push([identity!, number!]);
  };
  void hear();
  const { request, stats } = requester({ connect: [slow.lastEndpoint!] });
  expect(await rejection(request(['first'], { deadlineMs: 50 }))).toBeInstanceOf(OutcomeUnknown);
  const second = request(['second'], { deadlineMs: 5000 });
  await until(() => dealers.length === 2);
  for (const [identity, number] of dealers) await slow.send([identity, number, '', `of ${number.readBigUInt64BE()}`]);
  expect(text(await second)).toBe('of 2');
  expect(stats().late).toBe(1);
  slow.close();
});

test('nobody there: retryable by the deadline, and whoever comes later does not get it', async () => {
  // At an address of its own: a port that is given back may be taken by a test that runs beside this one.
  const first = await replier({ bind: ['tcp://127.18.18.18:0'] });
  await first.close();
  // A listener goes a moment after its socket is closed.
  await until(async () => isRefused(first.addresses[0]));
  const { request } = requester({ connect: first.addresses });
  const error = await rejection(request(['x'], { deadlineMs: 100 }));
  expect(error).toBeInstanceOf(Retryable);
  expect(error.message).toContain('nobody is there');
  const got: string[] = [];
  const again = async (): Promise<void> =>
    void (await replier({ bind: first.addresses, handle: async (frames) => (got.push(text(frames)), []) }));
  await again().catch(async () =>
    until(
      async () =>
        await again().then(
          () => true,
          () => false,
        ),
    ),
  );
  await request(['y'], { deadlineMs: 5000 });
  expect(got).toEqual(['y']);
});

test('a lost connection settles what is under way at once; a new socket goes on', async () => {
  let hold = true;
  let go = () => {};
  const { addresses } = await replier({
    handle: async (frames) => (hold ? new Promise<Buffer[]>((resolve) => (go = () => resolve([]))) : frames),
  });
  const { proxy, address } = await proxied(addresses[0]);
  const { request, stats } = requester({ connect: [address] });
  const lost = rejection(request(['x'], { deadlineMs: 20_000 }));
  await until(() => stats().outstanding === 1);
  const since = performance.now();
  proxy.cut();
  expect(await lost).toBeInstanceOf(OutcomeUnknown);
  expect(performance.now() - since).toBeLessThan(10_000);
  hold = false;
  go();
  expect(text(await request(['y'], { deadlineMs: 10_000 }))).toBe('y');
  expect(stats().reconnects).toBeGreaterThan(0);
}, 30_000);

test('a frozen replier is noticed by its silence, long before the deadline', async () => {
  const child = startChild(`${__dirname}/replier.child.ts`);
  const { address } = (await child.told('bound')) as { address: string };
  const { request } = requester({ connect: [address] });
  expect(text(await request(['x'], { deadlineMs: 10_000 }))).toBe('x');
  child.signal('SIGSTOP');
  const error = await rejection(request(['y'], { deadlineMs: 60_000 }));
  expect(error).toBeInstanceOf(OutcomeUnknown);
  expect(error.message).toContain('connection was lost');
}, 30_000);

test('an error of the handler comes back as what it is; a fault of it is told and contained', async () => {
  const thrown: Record<string, unknown> = {
    fatal: new Fatal('no such thing', { reason: 'unknown-sku' }),
    retryable: new Retryable('not now'),
    fault: new TypeError('x is not a function'),
  };
  const { addresses } = await replier({
    handle: async ([what]) => {
      throw thrown[`${what}`];
    },
  });
  const { request } = requester({ connect: addresses });
  const ask = (what: string) => rejection(request([what], { deadlineMs: 5000 }));
  expect(await ask('fatal')).toMatchObject({ kind: 'fatal', reason: 'unknown-sku', message: 'no such thing' });
  expect(await ask('retryable')).toMatchObject({ kind: 'retryable', message: 'not now' });
  expect(await ask('fault')).toMatchObject({ kind: 'fatal', reason: 'handler-failed' });
});

test('frames that are no request are refused, told of, and answered with an error', async () => {
  const refused: Fatal[] = [];
  const { addresses, stats } = await replier({ refused: (error) => refused.push(error) });
  const stranger = new Request({ linger: 0, receiveTimeout: 5000 });
  stranger.connect(addresses[0]!);
  await stranger.send('Hello World');
  const [answer] = await stranger.receive();
  expect(JSON.parse(String(answer))).toMatchObject({ kind: 'fatal', reason: 'undecodable' });
  expect(refused).toMatchObject([{ reason: 'undecodable' }]);
  stranger.close();
  const { request } = requester({ connect: addresses });
  expect(text(await request(['x'], { deadlineMs: 5000 }))).toBe('x*');
  expect(stats().refused).toBe(1);
});

test('a requester that has gone does the replier no harm: its reply is dropped and counted', async () => {
  let go = () => {};
  const { addresses, stats } = await replier({
    handle: async ([body]) =>
      `${body}` === 'x' ? new Promise<string[]>((resolve) => (go = () => resolve(['x']))) : [],
  });
  const quitter = new Dealer({ linger: 0 });
  quitter.connect(addresses[0]!);
  const [number, left] = [Buffer.alloc(8, 1), Buffer.from([0, 0, 255, 255])];
  await quitter.send([number, left, 'x']);
  const waiting = go;
  await until(() => go !== waiting);
  quitter.close();
  const { request } = requester({ connect: addresses });
  await until(async () => {
    go();
    await request(['y'], { deadlineMs: 5000 });
    return stats().unreachable + stats().handled >= 2;
  });
  expect(text(await request(['y'], { deadlineMs: 5000 }))).toBe('');
});

test('what does not fit waits, and is refused by its deadline: retryable, it was never sent', async () => {
  const got: string[] = [];
  const { addresses } = await replier({
    handle: async ([body]) => (got.push(`${body}`), new Promise<never>(() => {})),
  });
  const { request } = requester({ connect: addresses, maxOutstanding: 2, maxWaiting: 1 });
  const under: Promise<Error>[] = [];
  for (const n of [1, 2]) {
    under.push(rejection(request([`${n}`], { deadlineMs: 1000 })));
    await until(() => got.length === n);
  }
  const third = rejection(request(['3'], { deadlineMs: 100 }));
  const fourth = await rejection<Retryable>(request(['4'], { deadlineMs: 60_000 }));
  expect(fourth).toMatchObject({ kind: 'retryable', detail: { reason: 'full' } });
  expect(await third).toBeInstanceOf(Retryable);
  for (const error of await Promise.all(under)) expect(error).toBeInstanceOf(OutcomeUnknown);
  expect(got).toEqual(['1', '2']);
});

test('close settles everything: what is under way is answered, what comes after is refused', async () => {
  const { addresses } = await replier();
  const { request, close } = requester({ connect: addresses });
  const before = request(['x'], { deadlineMs: 5000 });
  const [first, second] = [close(), close()];
  expect(await rejection(request(['y'], { deadlineMs: 5000 }))).toMatchObject({ kind: 'fatal', reason: 'closed' });
  expect(text(await before)).toBe('x*');
  await Promise.all([first, second]);
});

test('a replier that closes answers what it has in hand', async () => {
  let go = () => {};
  const one = await replier({
    handle: async ([body]) => (await new Promise<void>((resolve) => (go = resolve)), [`${body}*`]),
  });
  const { request } = requester({ connect: one.addresses });
  const waiting = go;
  const inHand = request(['x'], { deadlineMs: 10_000 });
  await until(() => go !== waiting);
  const closed = one.close();
  expect(await rejection(request(['y'], { deadlineMs: 5000 }))).toMatchObject({ kind: 'retryable' });
  go();
  expect(text(await inHand)).toBe('x*');
  await closed;
});

test('a reply that came before the connection ended is given, though it is read afterwards', async () => {
  for (let round = 0; round < 10; round++) {
    let go = () => {};
    const waiting = go;
    const one = await replier({ handle: async () => new Promise<Buffer[]>((resolve) => (go = () => resolve([]))) });
    const { request } = requester({ connect: one.addresses });
    const inHand = request(['x'], { deadlineMs: 10_000 });
    await until(() => go !== waiting);
    const closed = one.close();
    go();
    await closed;
    // The event loop is late: reply and end of the connection are there at once.
    for (const end = performance.now() + 3; performance.now() < end;);
    expect(await inHand).toEqual([]);
  }
});

test('two addresses bound, two repliers in turn', async () => {
  const both = await replier({ bind: [loopback, loopback], handle: async () => ['both'] });
  const other = await replier({ handle: async () => ['other'] });
  const { request, stats } = requester({ connect: [...both.addresses, ...other.addresses] });
  await until(() => stats().connected === 3);
  const answers = [];
  for (let n = 0; n < 6; n++) answers.push(text(await request(['x'], { deadlineMs: 5000 })));
  expect(answers.filter((answer) => answer === 'other')).toHaveLength(2);
});
