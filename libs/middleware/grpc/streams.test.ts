import type { OrdersDefinition } from '@parley/contracts/generated/parley/orders/v1/Orders';
import { channelOptions } from './channel';
import { killChildren, startChild } from './child.fixture';
import { grpcClient, rpcError, serveGrpc, type Handlers, type RpcError } from './index';
import { eventOf, ordersName, ordersService } from './orders.fixture';
import { rejection, steady, until } from './until.fixture';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  killChildren();
});

const watched = async (Watch: Handlers<OrdersDefinition>['Watch']) => {
  const server = await serveGrpc({ address: '127.0.0.1:0', services: [ordersService({ Watch })] });
  const client = grpcClient<OrdersDefinition>(ordersName, `127.0.0.1:${server.port}`);
  closing.push(() => server.drain(200), client.close);
  return { server, client };
};

const collect = async (messages: AsyncIterable<{ sequence: string }>) => {
  const sequences: string[] = [];
  for await (const { sequence } of messages) sequences.push(sequence);
  return sequences;
};

test('a stream arrives whole and in order', async () => {
  const { client } = await watched(async function* ({ afterSequence }) {
    for (let n = Number(afterSequence) + 1; n <= 2000; n++) yield { sequence: `${n}` };
  });
  expect(await collect(client.Watch({ afterSequence: '5' }))).toEqual(
    Array.from({ length: 1995 }, (_, n) => `${n + 6}`),
  );
});

test('a reader that pauses makes the server wait; when it reads on, nothing is missing', async () => {
  let made = 0;
  const { client } = await watched(async function* () {
    for (made = 1; made <= 3000; made++) yield { sequence: `${made}`, event: eventOf(20_000) };
  });
  const messages = client.Watch({})[Symbol.asyncIterator]();
  expect((await messages.next()).value?.sequence).toBe('1');
  // Without back-pressure the server makes all 3000 (60 MB) at once.
  expect(await steady(() => made)).toBeLessThan(300);
  let last = '';
  for (let next = await messages.next(); !next.done; next = await messages.next()) last = next.value.sequence;
  expect(last).toBe('3000');
}, 30_000);

test('a handler’s error ends the stream with its status, after what came before', async () => {
  const { client } = await watched(async function* () {
    yield { sequence: '1' };
    throw rpcError('NOT_FOUND', 'gone', { reason: 'compacted' });
  });
  const seen: string[] = [];
  const reading = (async () => {
    for await (const { sequence } of client.Watch({})) seen.push(sequence);
  })();
  expect(await rejection(reading)).toMatchObject({ code: 'NOT_FOUND', reason: 'compacted' });
  expect(seen).toEqual(['1']);
});

test('leaving the loop, or the signal, ends the handler', async () => {
  const ends: string[] = [];
  const { client } = await watched(async function* ({ afterSequence }, { signal }) {
    try {
      yield { sequence: '1' };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    } finally {
      ends.push(afterSequence);
    }
  });
  const left = client.Watch({ afterSequence: '1' })[Symbol.asyncIterator]();
  await left.next();
  await left.return?.();
  await until(() => ends.includes('1'));
  const stop = new AbortController();
  const reading = (async () => {
    for await (const { sequence } of client.Watch({ afterSequence: '2' }, { signal: stop.signal }))
      stop.abort(sequence);
  })();
  expect(await rejection(reading)).toMatchObject({ code: 'CANCELLED' });
  await until(() => ends.includes('2'));
});

test('keepalive notices a frozen server under a stream', async () => {
  const child = startChild(`${__dirname}/server.child.ts`);
  const { port } = await child.told('listening');
  const keepalive = { timeMs: 200, timeoutMs: 300 };
  const client = grpcClient<OrdersDefinition>(ordersName, `127.0.0.1:${port}`, { keepalive });
  closing.push(client.close);
  let frozen = 0;
  const reading = (async () => {
    for await (const { sequence } of client.Watch({})) {
      if (sequence !== '3') continue;
      child.signal('SIGSTOP');
      frozen = Date.now();
    }
  })();
  expect(await rejection<RpcError>(reading)).toMatchObject({ code: 'UNAVAILABLE' });
  expect(Date.now() - frozen).toBeLessThan(3000);
});

test('keepalive is on unless said otherwise, idle connections included', () => {
  expect(channelOptions()).toMatchObject({
    'grpc.keepalive_time_ms': 2000,
    'grpc.keepalive_timeout_ms': 3000,
    'grpc.keepalive_permit_without_calls': 1,
  });
});

test('draining ends streams with UNAVAILABLE and lets unary calls finish', async () => {
  let answer: (() => void) | undefined;
  const service = ordersService({
    Get: ({ orderId }) => new Promise((resolve) => (answer = () => resolve({ order: { orderId } }))),
    // Deaf to its signal: the stream ends all the same.
    Watch: async function* () {
      yield { sequence: '1' };
      await new Promise(() => undefined);
    },
  });
  const server = await serveGrpc({ address: '127.0.0.1:0', services: [service], serving: true });
  const client = grpcClient<OrdersDefinition>(ordersName, `127.0.0.1:${server.port}`);
  closing.push(client.close);
  const messages = client.Watch({})[Symbol.asyncIterator]();
  await messages.next();
  const ended = rejection<RpcError>(messages.next());
  const answered = client.Get({ orderId: 'a' });
  await until(() => answer !== undefined);
  const drained = server.drain(5000);
  expect(await ended).toMatchObject({ code: 'UNAVAILABLE', reason: 'draining' });
  answer?.();
  expect((await answered).order?.orderId).toBe('a');
  await drained;
});

test('draining is over after its time, whatever a handler does', async () => {
  let called = false;
  const service = ordersService({ Get: () => ((called = true), new Promise<never>(() => undefined)) });
  const server = await serveGrpc({ address: '127.0.0.1:0', services: [service] });
  const client = grpcClient<OrdersDefinition>(ordersName, `127.0.0.1:${server.port}`);
  closing.push(client.close);
  const call = rejection<RpcError>(client.Get({ orderId: 'a' }));
  await until(() => called);
  const begun = Date.now();
  await server.drain(300);
  expect(await call).toMatchObject({ code: 'UNAVAILABLE', kind: 'unknown' });
  expect(Date.now() - begun).toBeLessThan(1500);
});
