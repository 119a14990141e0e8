import { Fatal, Retryable } from '@parley/faults';
import { rejection, until } from '../grpc/until.fixture';
import { closePipelines, handledBy, job, pause, reopened, ventilator, worker } from './pipeline.fixture';

afterEach(closePipelines);

test('a job comes back with the body and headers that the worker gave it', async () => {
  const { run, addresses } = await ventilator();
  await worker(addresses, {
    name: 'a',
    handle: async ({ id, body, headers }) => ({
      body: Buffer.from(`${body} priced`),
      headers: { contentType: headers.contentType ?? '', id },
    }),
  });
  const answer = await run(
    { id: '7', body: Buffer.from('line 7'), headers: { contentType: 'text/plain' } },
    { deadlineMs: 5000 },
  );
  expect(answer).toMatchObject({ worker: 'a', headers: { contentType: 'text/plain', id: '7' } });
  expect(answer.body.toString()).toBe('line 7 priced');
});

test('a worker twenty times slower gets about a twentieth, not every second job', async () => {
  const { run, addresses, stats } = await ventilator();
  const done = { fast: 0, slow: 0 };
  const credit = 2;
  await worker(addresses, {
    name: 'fast',
    credit,
    handle: async ({ body }) => ((done.fast += 1), { body, headers: {} }),
  });
  // Slow by count, not by clock: a job takes it as long as twenty take the other, while there are so many.
  const slowly = async ({ body }: { body: Buffer }) => {
    const until20 = done.fast + 20;
    await until(() => done.fast >= until20 || done.fast + done.slow >= 200 - credit, 20_000);
    done.slow += 1;
    return { body, headers: {} };
  };
  await worker(addresses, { name: 'slow', credit, handle: slowly });
  await until(() => stats().workers.length === 2);
  const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => run(job(n), { deadlineMs: 20_000 })));
  expect(handledBy(answers, 'fast') + handledBy(answers, 'slow')).toBe(200);
  // Round robin would be 100.
  expect(handledBy(answers, 'slow')).toBeGreaterThan(0);
  expect(handledBy(answers, 'slow')).toBeLessThan(20);
}, 30_000);

test('no worker is ever handed more than it asked for', async () => {
  const { run, addresses, stats } = await ventilator();
  let open: (() => void) | undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  await worker(addresses, { credit: 3, handle: async ({ body }) => (await gate, { body, headers: {} }) });
  const answers = Promise.all(Array.from({ length: 20 }, (_, n) => run(job(n), { deadlineMs: 10_000 })));
  await until(() => stats().workers[0]?.outstanding === 3);
  await pause(100);
  expect(stats()).toMatchObject({ held: 20, workers: [{ outstanding: 3, dealt: 3 }] });
  open?.();
  expect(await answers).toHaveLength(20);
});

test('jobs wait for a worker that comes late', async () => {
  const { run, addresses } = await ventilator();
  const answer = run(job(1), { deadlineMs: 10_000 });
  await pause(100);
  await worker(addresses, { name: 'late' });
  expect((await answer).worker).toBe('late');
});

test('a worker may come before its ventilator', async () => {
  const first = await ventilator();
  const { addresses } = first;
  first.close();
  await worker(addresses, { name: 'early' });
  await pause(100);
  const { run } = await reopened(addresses);
  expect((await run(job(1), { deadlineMs: 10_000 })).worker).toBe('early');
});

test('without a worker until the deadline: retryable, nothing was done', async () => {
  const { run, stats } = await ventilator();
  const error = await rejection(run(job(1), { deadlineMs: 100 }));
  expect(error).toBeInstanceOf(Retryable);
  expect(error.message).toContain('no worker');
  expect(stats().held).toBe(0);
});

test('the queue is bounded: what does not fit is refused at once, retryable', async () => {
  const { run, addresses, stats } = await ventilator({ maxQueued: 3 });
  const kept = [1, 2, 3].map((n) => run(job(n), { deadlineMs: 10_000 }));
  const error = await rejection<Retryable>(run(job(4), { deadlineMs: 10_000 }));
  expect(error).toBeInstanceOf(Retryable);
  expect(error.detail.reason).toBe('full');
  expect(stats()).toMatchObject({ held: 3, refused: 1 });
  await worker(addresses);
  expect(await Promise.all(kept)).toHaveLength(3);
  expect(await run(job(5), { deadlineMs: 10_000 })).toBeDefined();
});

test('a job that its handler fails is answered with the error, and the worker goes on', async () => {
  const { run, addresses } = await ventilator();
  await worker(addresses, {
    handle: async ({ id, body }) => {
      if (id === 'bad') throw new Fatal('no such sku', { reason: 'unknown-sku' });
      if (id === 'busy') throw new Retryable('not now');
      if (id === 'worse') throw new TypeError('undefined is not a function');
      return { body, headers: {} };
    },
  });
  const bad = await rejection<Fatal>(run(job('bad'), { deadlineMs: 5000 }));
  expect(bad).toBeInstanceOf(Fatal);
  expect(bad).toMatchObject({ message: 'no such sku', reason: 'unknown-sku' });
  expect(await rejection(run(job('busy'), { deadlineMs: 5000 }))).toMatchObject({
    kind: 'retryable',
    message: 'not now',
  });
  const worse = await rejection<Fatal>(run(job('worse'), { deadlineMs: 5000 }));
  expect(worse).toMatchObject({ kind: 'fatal', reason: 'job-failed' });
  expect(await run(job('good'), { deadlineMs: 5000 })).toBeDefined();
});

test('a handler that throws before it returns a promise is contained as well', async () => {
  const { run, addresses } = await ventilator();
  await worker(addresses, {
    handle: () => {
      throw new Error('at once');
    },
  });
  expect(await rejection(run(job(1), { deadlineMs: 5000 }))).toMatchObject({ kind: 'fatal', message: 'at once' });
});

test('the same id twice at once is refused', async () => {
  const { run } = await ventilator();
  const first = rejection(run(job(1), { deadlineMs: 100 }));
  expect(await rejection(run(job(1), { deadlineMs: 100 }))).toMatchObject({ reason: 'duplicate-id' });
  await first;
});

test('thousands of concurrent jobs: each answered once, EBUSY never surfaces', async () => {
  const { run, addresses, stats } = await ventilator();
  const workers = await Promise.all(['a', 'b'].map((name) => worker(addresses, { name, credit: 32 })));
  const ids = Array.from({ length: 5000 }, (_, n) => n);
  const answers = await Promise.all(ids.map(async (n) => (await run(job(n), { deadlineMs: 30_000 })).body.toString()));
  expect(answers).toEqual(ids.map((n) => `body of ${n}`));
  expect(stats()).toMatchObject({ answered: 5000, duplicates: 0, dropped: 0 });
  const lost = workers.map((one) => one.stats().lost);
  expect(lost).toEqual([0, 0]);
}, 40_000);

test('an address in use is said at the start', async () => {
  const { addresses } = await ventilator();
  const error = await rejection(ventilator({ bind: addresses.jobs }));
  expect(error.message).toContain(addresses.jobs);
  expect(error.message).toContain('EADDRINUSE');
});
