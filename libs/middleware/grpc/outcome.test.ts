import type { OrdersDefinition } from '@parley/contracts/generated/parley/orders/v1/Orders';
import { grpcClient, serveGrpc, type GrpcService, type RpcError } from './index';
import { ordersName, ordersService } from './orders.fixture';
import { openTcpProxy } from '@parley/faults/testing';
import { rejection } from './until.fixture';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const serve = async (services: GrpcService[], port = 0) => {
  const server = await serveGrpc({ address: `127.0.0.1:${port}`, services, serving: true });
  closing.push(() => server.drain(200));
  return server;
};

const orders = (port: number) => {
  const client = grpcClient<OrdersDefinition>(ordersName, `127.0.0.1:${port}`);
  closing.push(client.close);
  return client;
};

/** A server behind a proxy that loses the first answer: the handler ran, and its caller will never hear of it. */
const losingFirstAnswer = async () => {
  const calls = { executed: 0, ids: new Set<string | undefined>() };
  const server = await serve([
    ordersService({
      Cancel: async ({ orderId }, { metadata }) => {
        calls.executed += 1;
        calls.ids.add(metadata['parley-message-id']);
        if (calls.executed === 1) proxy.cut();
        return { order: { orderId } };
      },
    }),
  ]);
  const proxy = await openTcpProxy({ host: '127.0.0.1', port: server.port });
  closing.push(proxy.close);
  return { calls, client: orders(proxy.port) };
};

test('a call whose answer is lost is executed once, and its outcome is unknown', async () => {
  const { calls, client } = await losingFirstAnswer();
  const error = await rejection<RpcError>(client.Cancel({ orderId: 'a' }));
  expect(error).toMatchObject({ code: 'UNAVAILABLE', kind: 'unknown' });
  expect(calls.executed).toBe(1);
});

test('an idempotent call is repeated with the same message id until it is answered', async () => {
  const { calls, client } = await losingFirstAnswer();
  const { order } = await client.Cancel({ orderId: 'a' }, { idempotent: true });
  expect(order?.orderId).toBe('a');
  expect(calls.executed).toBe(2);
  expect(calls.ids.size).toBe(1);
});

test('nobody listens: nothing was sent, which is known', async () => {
  const { port, drain } = await serveGrpc({ address: '127.0.0.1:0', services: [] });
  await drain(100);
  const error = await rejection<RpcError>(orders(port).Cancel({ orderId: 'a' }));
  expect(error).toMatchObject({ code: 'UNAVAILABLE', kind: 'retryable' });
});

test('an idempotent call to a server that never comes ends by its deadline', async () => {
  const { port, drain } = await serveGrpc({ address: '127.0.0.1:0', services: [] });
  await drain(100);
  const begun = Date.now();
  const error = await rejection<RpcError>(orders(port).Cancel({ orderId: 'a' }, { idempotent: true, deadlineMs: 700 }));
  expect(error.kind).toBe('retryable');
  expect(Date.now() - begun).toBeGreaterThan(600);
  expect(Date.now() - begun).toBeLessThan(2500);
});

test('an idempotent call waits for a server that comes back; one that was down for five seconds is found within two', async () => {
  const service = ordersService({ Get: async ({ orderId }) => ({ order: { orderId } }) });
  const first = await serve([service]);
  const client = orders(first.port);
  await client.Get({ orderId: 'a' });
  await first.drain(100);
  await rejection(client.Get({ orderId: 'a' }));
  const waiting = client.Get({ orderId: 'b' }, { idempotent: true, deadlineMs: 20_000 });
  // Long enough that grpc-js's own backoff would have grown past what is asserted.
  await rejection(client.Get({ orderId: 'c' }, { idempotent: true, deadlineMs: 5000 }));
  await serve([service], first.port);
  const back = Date.now();
  expect((await waiting).order?.orderId).toBe('b');
  expect(Date.now() - back).toBeLessThan(1800);
}, 20_000);

test('two clients of one address have a connection each', async () => {
  const server = await serve([ordersService({ Get: async ({ orderId }) => ({ order: { orderId } }) })]);
  const proxy = await openTcpProxy({ host: '127.0.0.1', port: server.port });
  closing.push(proxy.close);
  const [one, other] = [orders(proxy.port), orders(proxy.port)];
  await one.Get({ orderId: 'a' });
  await other.Get({ orderId: 'b' });
  expect(proxy.counters().accepted).toBe(2);
  one.close();
  expect((await other.Get({ orderId: 'c' })).order?.orderId).toBe('c');
});

test('a message over 4 MiB, sent or answered, is a clean refusal that the connection survives', async () => {
  const big = 'x'.repeat(4 * 1024 * 1024 + 1);
  const server = await serve([
    ordersService({
      Get: async ({ orderId }) => ({ order: { orderId, reason: orderId === 'big' ? big : '' } }),
    }),
  ]);
  const proxy = await openTcpProxy({ host: '127.0.0.1', port: server.port });
  closing.push(proxy.close);
  const client = orders(proxy.port);
  expect(await rejection<RpcError>(client.Get({ orderId: big }))).toMatchObject({
    code: 'RESOURCE_EXHAUSTED',
    kind: 'fatal',
  });
  expect(await rejection<RpcError>(client.Get({ orderId: 'big' }))).toMatchObject({
    code: 'RESOURCE_EXHAUSTED',
    kind: 'fatal',
  });
  expect((await client.Get({ orderId: 'small' })).order?.orderId).toBe('small');
  expect(proxy.counters().accepted).toBe(1);
});

test('connections are renewed by age without a call failing', async () => {
  const service = ordersService({ Get: async ({ orderId }) => ({ order: { orderId } }) });
  const server = await serveGrpc({ address: '127.0.0.1:0', services: [service], maxConnectionAgeMs: 150 });
  closing.push(() => server.drain(200));
  const proxy = await openTcpProxy({ host: '127.0.0.1', port: server.port });
  closing.push(proxy.close);
  const client = orders(proxy.port);
  let answered = 0;
  const caller = async () => {
    for (; proxy.counters().accepted < 4; answered++) await client.Get({ orderId: 'a' });
  };
  await Promise.all([1, 2, 3, 4].map(caller));
  expect(answered).toBeGreaterThan(10);
});
