import { Publisher as Pub, Subscriber as Sub } from 'zeromq';
import { Retryable, type Fatal } from '@parley/faults';
import { openTcpProxy } from '@parley/faults/testing';
import { rejection, until } from '../grpc/until.fixture';
import type { Gap } from './index';
import { closePatterns, publisher, subscriber } from './patterns.fixture';

afterEach(closePatterns);

const deadline = { deadlineMs: 5000 };

test('a subscriber that has joined gets what comes from then on, by the prefix of its topic', async () => {
  const { addresses, publish, subscriptions } = await publisher();
  await publish('TIME', ['the past'], deadline);
  const got: string[] = [];
  const handle = async (topic: string, frames: Buffer[]) => void got.push(`${topic} ${frames.join('|')}`);
  const { joined } = await subscriber({ connect: addresses, topics: ['TIME'], handle });
  expect(await joined(1, 5000)).toBe(true);
  expect([...subscriptions()]).toEqual([['TIME', 1]]);
  await publish('SPACE', ['not asked for'], deadline);
  await publish('TIME', ['now', ''], deadline);
  await publish('TIMER', ['as well'], deadline);
  await until(() => got.length === 2);
  expect(got).toEqual(['TIME now|', 'TIMER as well']);
});

test('two subscribers each get all; the publisher waits for both to be there', async () => {
  const { addresses, publish, subscribed } = await publisher();
  expect(await rejection(subscribed('T', 1, { deadlineMs: 50 }))).toBeInstanceOf(Retryable);
  const counts: Record<number, number> = { 0: 0, 1: 0 };
  const both = subscribed('T', 2, deadline);
  for (const index of [0, 1]) await subscriber({ connect: addresses, handle: async () => void (counts[index]! += 1) });
  await both;
  for (let n = 0; n < 50; n++) await publish('T', [`${n}`], deadline);
  await until(() => counts[0] === 50 && counts[1] === 50);
});

test('what is dropped at the high-water mark is counted by the numbers that are missing, and nobody tells the publisher', async () => {
  const { addresses, publish } = await publisher({ highWaterMark: 100 });
  let let_ = () => {};
  const held = new Promise<void>((resolve) => (let_ = resolve));
  let last = 0;
  const gaps: Gap[] = [];
  const one = await subscriber({
    connect: addresses,
    highWaterMark: 100,
    handlingMs: 60_000,
    handle: async (_, [number]) => {
      last = Number(`${number}`);
      await held;
    },
    gap: (gap) => gaps.push(gap),
  });
  expect(await one.joined(1, 5000)).toBe(true);
  const body = Buffer.alloc(64 * 1024);
  for (let n = 1; n <= 1000; n++) await publish('T', [`${n}`, body], deadline);
  let_();
  // It has caught up when the newest arrives.
  let sent = 1000;
  await until(async () => {
    if (last < sent) await publish('T', [`${++sent}`], deadline);
    return last >= 1001;
  }, 20_000);
  await until(() => last === sent);
  const { received, missing } = one.stats();
  expect(missing).toBeGreaterThan(0);
  expect(received + missing).toBe(sent);
  expect(gaps.reduce((sum, gap) => sum + gap.missing, 0)).toBe(missing);
}, 40_000);

test('a publisher that is not to drop refuses instead', async () => {
  const { addresses, publish } = await publisher({ highWaterMark: 10, full: 'error' });
  const one = await subscriber({
    connect: addresses,
    highWaterMark: 10,
    handlingMs: 200,
    handle: async () => new Promise<never>(() => {}),
  });
  expect(await one.joined(1, 5000)).toBe(true);
  const body = Buffer.alloc(256 * 1024);
  const burst = async () => {
    for (let n = 0; n < 1000; n++) await publish('T', [body], { deadlineMs: 50 });
  };
  expect(await rejection(burst())).toMatchObject({ kind: 'retryable', detail: { reason: 'full' } });
}, 20_000);

test('what the caller does with its buffer afterwards does not reach the subscriber', async () => {
  const { addresses, publish } = await publisher();
  const got: string[] = [];
  const one = await subscriber({ connect: addresses, handle: async (_, [body]) => void got.push(String(body)) });
  await one.joined(1, 5000);
  for (let n = 0; n < 20; n++) {
    const body = Buffer.alloc(64 * 1024, 'a');
    await publish('T', [body], deadline);
    body.fill('z');
  }
  await until(() => got.length === 20);
  expect(got.some((body) => body.includes('z'))).toBe(false);
});

test('a publisher that restarts is joined again, and its numbers begin anew without a gap', async () => {
  const first = await publisher();
  const got: string[] = [];
  const one = await subscriber({ connect: first.addresses, handle: async (_, [body]) => void got.push(`${body}`) });
  await one.joined(1, 5000);
  await first.publish('T', ['a'], deadline);
  await until(() => got.length === 1);
  await first.close();
  const again = () => publisher({ bind: first.addresses });
  let second = await again().catch(() => undefined);
  await until(async () => Boolean((second ??= await again().catch(() => undefined))));
  expect(await one.joined(2, 5000)).toBe(true);
  await second!.publish('T', ['b'], deadline);
  await until(() => got.length === 2);
  expect(one.stats()).toMatchObject({ received: 2, missing: 0 });
});

test('a stranger’s message is refused and told of, a handler’s fault too, and the next message is taken', async () => {
  const stranger = new Pub();
  await stranger.bind('tcp://127.0.0.1:*');
  const ours = await publisher();
  const refused: Fatal[] = [];
  const got: string[] = [];
  const one = await subscriber({
    connect: [stranger.lastEndpoint!, ...ours.addresses],
    refused: (error) => refused.push(error),
    handle: async (_, [body]) => {
      if (`${body}` === 'bad') throw new TypeError('a fault');
      got.push(`${body}`);
    },
  });
  await one.joined(1, 5000);
  await until(async () => {
    await stranger.send('TIME is none of ours');
    return refused.length > 0;
  });
  await ours.publish('T', ['bad'], deadline);
  await ours.publish('T', ['good'], deadline);
  await until(() => got.length === 1);
  expect(refused[0]).toMatchObject({ reason: 'undecodable' });
  expect(refused.at(-1)).toMatchObject({ reason: 'handler-failed' });
  stranger.close();
});

test('a thousand at once: EBUSY never surfaces; after close nothing is taken', async () => {
  const { addresses, publish, close } = await publisher({ highWaterMark: 2000 });
  let got = 0;
  const one = await subscriber({ connect: addresses, highWaterMark: 2000, handle: async () => void got++ });
  await one.joined(1, 5000);
  await Promise.all(Array.from({ length: 1000 }, (_, n) => publish('T', [`${n}`], deadline)));
  await until(() => got === 1000);
  await Promise.all([close(), close()]);
  expect(await rejection(publish('T', ['x'], deadline))).toMatchObject({ kind: 'fatal', reason: 'closed' });
});

test('a bare subscriber that has only just connected misses what is sent at once', async () => {
  const bare = new Pub();
  await bare.bind('tcp://127.0.0.1:*');
  // On the way a subscription takes its time; how long is not left to chance here.
  const way = await openTcpProxy({ host: '127.0.0.1', port: Number(bare.lastEndpoint!.split(':')[2]) });
  way.addToxic({ type: 'latency', stream: 'upstream', attributes: { latency: 200, jitter: 0 } });
  const late = new Sub({ receiveTimeout: 1500 });
  late.connect(`tcp://127.0.0.1:${way.port}`);
  late.subscribe('');
  await bare.send('lost');
  expect(await rejection(late.receive())).toMatchObject({ code: 'EAGAIN' });
  bare.close();
  late.close();
  await way.close();
});
