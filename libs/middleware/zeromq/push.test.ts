import { Push } from 'zeromq';
import { Retryable } from '@parley/faults';
import { rejection, until } from '../grpc/until.fixture';
import { openPuller, openPusher } from './index';
import { openOutbox } from './outbox';
import { loopback } from './patterns.fixture';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const kept = <T extends { close(): Promise<void> }>(opened: T): T => {
  closing.push(opened.close);
  return opened;
};

test('a bare socket takes a second send while one is pending for EBUSY; the outbox lets them wait their turn', async () => {
  const bare = new Push({ immediate: true, linger: 0 });
  await bare.bind('tcp://127.0.0.1:*');
  const pending = rejection(bare.send('a'));
  expect(() => void bare.send('b')).toThrow('busy');
  bare.close();
  await pending;

  const source = kept(await openPusher({ bind: [loopback] }));
  const got: string[] = [];
  const sent = ['a', 'b', 'c'].map((text) => source.push([text], { deadlineMs: 5000 }));
  kept(await openPuller({ connect: source.addresses, handle: async ([text]) => void got.push(`${text}`) }));
  await Promise.all(sent);
  await until(() => got.length === 3);
  expect(got).toEqual(['a', 'b', 'c']);
});

test('nobody there: retryable by the deadline, and whoever comes later does not get it', async () => {
  const source = kept(await openPusher({ bind: [loopback] }));
  expect(await rejection(source.push(['x'], { deadlineMs: 50 }))).toBeInstanceOf(Retryable);
  const got: string[] = [];
  kept(await openPuller({ connect: source.addresses, handle: async ([text]) => void got.push(`${text}`) }));
  await source.push(['y'], { deadlineMs: 5000 });
  await until(() => got.length === 1);
  expect(got).toEqual(['y']);
});

test('an outbox is bounded: what does not fit is refused at once, or waits for room until its deadline', async () => {
  let take: () => void = () => undefined;
  const socket = { sendTimeout: 0, closed: false, send: () => new Promise<void>((resolve) => (take = resolve)) };
  const refusing = openOutbox(socket, { limit: 1, full: 'error' });
  const first = refusing.send(['a'], { deadlineMs: 5000 });
  await until(() => refusing.waiting() === 1);
  expect(await rejection(refusing.send(['b'], { deadlineMs: 5000 }))).toMatchObject({ detail: { reason: 'full' } });
  take();
  await first;

  const blocking = openOutbox(socket, { limit: 1, full: 'block' });
  const one = blocking.send(['a'], { deadlineMs: 5000 });
  await until(() => blocking.waiting() === 1);
  const two = blocking.send(['b'], { deadlineMs: 5000 });
  expect(await rejection(blocking.send(['c'], { deadlineMs: 20 }))).toMatchObject({ kind: 'retryable' });
  const closed = blocking.close();
  expect(await rejection(blocking.send(['d'], { deadlineMs: 20 }))).toMatchObject({ reason: 'closed' });
  take();
  await one;
  await until(() => blocking.waiting() === 1);
  take();
  await two;
  await closed;
});

test('what was pushed before a close is sent yet', async () => {
  const source = await openPusher({ bind: [loopback] });
  let got = 0;
  kept(await openPuller({ connect: source.addresses, handle: async () => void got++ }));
  const sent = Array.from({ length: 500 }, () => source.push([Buffer.alloc(1000)], { deadlineMs: 5000 }));
  await Promise.all([source.close(), ...sent]);
  await until(() => got === 500);
});
