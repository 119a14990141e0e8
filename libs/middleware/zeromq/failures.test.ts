import { connect } from 'node:net';
import { capability, Dealer, Pull, Push, Router } from 'zeromq';
import { OutcomeUnknown, Retryable } from '@parley/faults';
import { killChildren, startChild } from '../grpc/child.fixture';
import { openTcpProxy } from '@parley/faults/testing';
import { rejection, until } from '../grpc/until.fixture';
import { pack } from './frames';
import { closePipelines, handledBy, job, pause, reopened, ventilator, worker } from './pipeline.fixture';

afterEach(() => {
  killChildren();
  closePipelines();
});

const workerChild = (addresses: { jobs: string; results: string }, env: Record<string, string>) =>
  startChild(`${__dirname}/worker.child.ts`, { CONNECT: addresses.jobs, SINK: addresses.results, ...env });

test('what a killed worker held is handed to another at once: its connection is gone', async () => {
  // Neither its silence nor the missing result would tell in time.
  const { run, addresses, stats } = await ventilator({ goneAfterMs: 60_000, resendAfterMs: 60_000 });
  const victim = workerChild(addresses, { NAME: 'victim', DELAY: '60000' });
  await until(() => stats().workers.length === 1, 20_000);
  const answers = Promise.all([1, 2, 3].map((n) => run(job(n), { deadlineMs: 20_000 })));
  await victim.told('first');
  expect(stats().workers).toMatchObject([{ name: 'victim', outstanding: 3 }]);
  await worker(addresses, { name: 'heir' });
  victim.signal('SIGKILL');
  expect(handledBy(await answers, 'heir')).toBe(3);
  expect(stats()).toMatchObject({ resent: 3, workers: [{ name: 'heir' }] });
}, 30_000);

test('what a frozen worker holds is handed to another; what it says on waking is dropped and counted', async () => {
  const { run, addresses, stats } = await ventilator({ goneAfterMs: 1200 });
  const sleeper = workerChild(addresses, { NAME: 'sleeper', CREDIT: '2', DELAY: '100' });
  await until(() => stats().workers.length === 1, 20_000);
  const answers = Promise.all([1, 2].map((n) => run(job(n), { deadlineMs: 20_000 })));
  await sleeper.told('first');
  sleeper.signal('SIGSTOP');
  await worker(addresses, { name: 'heir' });
  expect(handledBy(await answers, 'heir')).toBe(2);
  sleeper.signal('SIGCONT');
  await until(() => stats().duplicates > 0, 10_000);
  expect(stats().answered).toBe(2);
}, 40_000);

test('a worker that is connected and says nothing more, as one that computes for ever, loses its jobs', async () => {
  const { run, addresses, stats } = await ventilator({ goneAfterMs: 1200, resendAfterMs: 60_000 });
  const mute = new Dealer({ linger: 0 });
  mute.connect(addresses.jobs);
  await mute.send(pack({ kind: 'ready', name: 'mute', instance: 'm', free: 5, received: 0 }));
  await until(() => stats().workers.length === 1);
  const answer = run(job(1), { deadlineMs: 20_000 });
  await until(() => stats().workers[0]?.outstanding === 1);
  await worker(addresses, { name: 'heir' });
  expect((await answer).worker).toBe('heir');
  mute.close();
}, 30_000);

// 800 ms of silence are noticed here, 60 s by the heartbeats of ZeroMQ alone (every 1 s, 3 s late).
test.each([
  { goneAfterMs: 800, withinMs: 2500 },
  { goneAfterMs: 60_000, withinMs: 12_000 },
])(
  'a cable is pulled out: what its worker held goes to another, $goneAfterMs',
  async ({ goneAfterMs, withinMs }) => {
    const { run, addresses, stats } = await ventilator({ goneAfterMs, resendAfterMs: 60_000 });
    const cable = await openTcpProxy({ host: '127.0.0.1', port: Number(addresses.jobs.split(':')[2]) });
    const jobs = `tcp://127.0.0.1:${cable.port}`;
    const handle = ({ id, body }: { id: string; body: Buffer }) =>
      id === '1' ? new Promise<never>(() => undefined) : Promise.resolve({ body, headers: {} });
    await worker({ ...addresses, jobs }, { name: 'cut off', credit: 2, handle });
    await until(() => stats().workers.length === 1);
    const answer = run(job(1), { deadlineMs: 20_000 });
    await until(() => stats().workers[0]?.outstanding === 1);
    await worker(addresses, { name: 'heir' });
    await until(() => stats().workers.length === 2);
    const pulled = performance.now();
    cable.blackHole(true);
    expect((await answer).worker).toBe('heir');
    expect(performance.now() - pulled).toBeLessThan(withinMs);
    // Put in again, the worker is back by itself.
    cable.blackHole(false);
    await until(() => stats().workers.length === 2, 15_000);
    await cable.close();
  },
  40_000,
);

test.each(['ventilator', 'worker'])('a build without CURVE is refused by the %s at its start', async (which) => {
  const curve = jest.replaceProperty(capability, 'curve', false);
  const nowhere = { jobs: 'tcp://127.0.0.1:1', results: 'tcp://127.0.0.1:1' };
  const opening = which === 'worker' ? worker(nowhere) : ventilator();
  expect(await rejection(opening)).toMatchObject({ kind: 'fatal', reason: 'no-curve' });
  curve.restore();
});

test('a job without a result for too long goes to another worker as well; the first result counts', async () => {
  const { run, addresses, stats } = await ventilator({ resendAfterMs: 150 });
  let wake: (() => void) | undefined;
  const asleep = new Promise<void>((resolve) => (wake = resolve));
  const busy = await worker(addresses, {
    name: 'busy',
    credit: 1,
    handle: async ({ body }) => (await asleep, { body, headers: {} }),
  });
  await until(() => stats().workers.length === 1);
  const answer = run(job(1), { deadlineMs: 10_000 });
  await until(() => stats().workers[0]?.outstanding === 1);
  await worker(addresses, { name: 'free' });
  expect((await answer).worker).toBe('free');
  wake?.();
  await until(() => busy.stats().handled === 1 && stats().duplicates === 1);
  expect(stats()).toMatchObject({ answered: 1, resent: 1 });
});

test('a worker that has a job already does not do it twice at once', async () => {
  const { run, addresses } = await ventilator({ resendAfterMs: 50 });
  let calls = 0;
  let callsWhileInHand = 0;
  const only = await worker(addresses, {
    credit: 8,
    handle: async ({ body }) => {
      calls += 1;
      await until(() => only.stats().repeated >= 2);
      callsWhileInHand = calls;
      return { body, headers: {} };
    },
  });
  await run(job(1), { deadlineMs: 5000 });
  expect(callsWhileInHand).toBe(1);
});

test('handed out and unanswered at the deadline: the outcome is unknown', async () => {
  const { run, addresses } = await ventilator();
  await worker(addresses, { handle: () => new Promise(() => undefined) });
  expect(await rejection(run(job(1), { deadlineMs: 300 }))).toBeInstanceOf(OutcomeUnknown);
});

test('a ROUTER send to a vanished peer fails at once; the next worker is served', async () => {
  const { run, addresses, stats } = await ventilator({ goneAfterMs: 60_000 });
  // Asks for a job and goes, without a word, before there is one.
  const ghost = new Dealer({ linger: 0 });
  ghost.connect(addresses.jobs);
  await ghost.send(pack({ kind: 'ready', name: 'ghost', instance: 'g', free: 5, received: 0 }));
  await until(() => stats().workers.length === 1);
  ghost.close();
  await worker(addresses, { name: 'real' });
  const answers = await Promise.all([1, 2, 3].map((n) => run(job(n), { deadlineMs: 5000 })));
  expect(handledBy(answers, 'real')).toBe(3);
  await until(() => stats().workers.every(({ name }) => name === 'real'));
});

test('strangers are dropped and counted: garbage, half envelopes, other protocols', async () => {
  const { run, addresses, stats } = await ventilator();
  const dealer = new Dealer({ linger: 0 });
  dealer.connect(addresses.jobs);
  await dealer.send('hello');
  await dealer.send(['{"kind":"ready","name":"x","instance":"y","free":"many","received":0}', 'more']);
  await dealer.send([Buffer.from([0, 255, 254]), '']);
  const push = new Push({ linger: 0 });
  push.connect(addresses.results);
  await push.send('{"kind":"result"}');
  await push.send([
    pack({ kind: 'result', id: 'never-asked', channel: 'c', worker: 'w', instance: 'i', headers: {} }),
    'x',
  ]);
  const http = connect(Number(addresses.jobs.split(':')[2]), '127.0.0.1');
  http.write('GET / HTTP/1.1\r\n\r\n');
  await until(() => stats().dropped === 4 && stats().duplicates === 1);
  await worker(addresses);
  expect(await run(job(1), { deadlineMs: 5000 })).toBeDefined();
  dealer.close();
  push.close();
  http.destroy();
});

test('a worker drops what is no job of its ventilator', async () => {
  const router = new Router({ linger: 0 });
  await router.bind('tcp://127.0.0.1:*');
  const only = await worker({ jobs: router.lastEndpoint ?? '', results: 'tcp://127.0.0.1:1' });
  const [identity] = await router.receive();
  await router.send([identity ?? '', 'garbage']);
  await until(() => only.stats().dropped === 1);
  router.close();
});

test('results wait for a sink that is away for a moment, one pending send at a time: none is lost to EBUSY', async () => {
  const first = await ventilator();
  const { results } = first.addresses;
  first.close();
  const { run, addresses, stats } = await ventilator();
  let done = 0;
  const handle = async ({ body }: { body: Buffer }) => ((done += 1), { body, headers: {} });
  const only = await worker({ jobs: addresses.jobs, results }, { credit: 8, handle });
  await until(() => stats().workers.length === 1);
  const answers = Array.from({ length: 5 }, (_, n) => rejection(run(job(n), { deadlineMs: 1500 })));
  await until(() => done > 0);
  await pause(200);
  const sink = new Pull({ linger: 0 });
  await sink.bind(results);
  for (let n = 0; n < 5; n++) await sink.receive();
  expect(only.stats()).toMatchObject({ handled: 5, lost: 0 });
  sink.close();
  await Promise.all(answers);
});

test('workers outlive a restart of their ventilator, with their credit whole', async () => {
  const first = await ventilator();
  const { addresses } = first;
  await worker(addresses, { credit: 3 });
  await Promise.all([1, 2, 3, 4, 5].map((n) => first.run(job(n), { deadlineMs: 5000 })));
  first.close();
  const second = await reopened(addresses);
  await Promise.all([6, 7, 8, 9, 10, 11, 12].map((n) => second.run(job(n), { deadlineMs: 10_000 })));
  await until(() => second.stats().workers.every(({ outstanding }) => outstanding === 0));
  // A job may have been on its way when the connection went, and so be done twice: never lost, never answered twice.
  expect(second.stats()).toMatchObject({ answered: 7, workers: [{ name: 'worker' }] });
  const gate = Array.from({ length: 9 }, (_, n) => second.run(job(`again-${n}`), { deadlineMs: 5000 }));
  expect(await Promise.all(gate)).toHaveLength(9);
});

test('a worker that drains finishes what it has and takes no more', async () => {
  const { run, addresses, stats } = await ventilator();
  const leaving = workerChild(addresses, { NAME: 'leaving', CREDIT: '4', DELAY: '50' });
  await until(() => stats().workers.length === 1, 20_000);
  const answers = Promise.all(Array.from({ length: 10 }, (_, n) => run(job(n), { deadlineMs: 20_000 })));
  await leaving.told('first');
  leaving.signal('SIGTERM');
  const { handled } = await leaving.told('drained');
  expect(await leaving.exited).toBe(0);
  await worker(addresses, { name: 'staying' });
  const all = await answers;
  expect(handledBy(all, 'leaving')).toBe(handled);
  expect(handledBy(all, 'staying')).toBe(10 - Number(handled));
  expect(stats()).toMatchObject({ duplicates: 0 });
}, 30_000);

test('a ventilator that drains answers what it has and refuses more; closing settles the rest', async () => {
  const { run, addresses, drain, close } = await ventilator();
  await worker(addresses);
  const answer = run(job(1), { deadlineMs: 5000 });
  const drained = drain();
  expect(await rejection(run(job(2), { deadlineMs: 5000 }))).toBeInstanceOf(Retryable);
  expect(await answer).toBeDefined();
  await drained;
  close();
  const other = await ventilator();
  const left = rejection(other.run(job(3), { deadlineMs: 60_000 }));
  await pause(10);
  other.close();
  expect(await left).toBeInstanceOf(Retryable);
});

test('a process ends by itself once it has closed its sockets', async () => {
  const child = startChild(`${__dirname}/ventilator.child.ts`);
  await child.told('closed');
  const closed = Date.now();
  expect(await child.exited).toBe(0);
  expect(Date.now() - closed).toBeLessThan(4000);
}, 30_000);
