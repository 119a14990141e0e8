import type { OrdersDefinition } from '@parley/contracts/generated/parley/orders/v1/Orders';
import type { PricingDefinition } from '@parley/contracts/generated/parley/pricing/v1/Pricing';
import { killChildren, startChild } from './child.fixture';
import {
  detached,
  grpcClient,
  grpcService,
  serveGrpc,
  type GrpcServer,
  type GrpcService,
  type RpcError,
} from './index';
import { ordersName, ordersService } from './orders.fixture';
import { rejection, until } from './until.fixture';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  killChildren();
});

const serve = async (...services: GrpcService[]): Promise<GrpcServer> => {
  const server = await serveGrpc({ address: '127.0.0.1:0', services });
  closing.push(() => server.drain(200));
  return server;
};

const orders = (port: unknown, options = {}) => {
  const client = grpcClient<OrdersDefinition>(ordersName, `127.0.0.1:${port}`, options);
  closing.push(client.close);
  return client;
};

const pricing = (port: number) => {
  const client = grpcClient<PricingDefinition>('parley.pricing.v1.Pricing', `127.0.0.1:${port}`);
  closing.push(client.close);
  return client;
};

const unanswered = () => new Promise<never>(() => undefined);

test('a call that names no deadline has the default of its client', async () => {
  const { port } = await serve(ordersService({ Get: unanswered }));
  const begun = Date.now();
  const error = await rejection<RpcError>(orders(port, { deadlineMs: 150 }).Get({ orderId: 'a' }));
  expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', kind: 'unknown' });
  expect(Date.now() - begun).toBeGreaterThanOrEqual(145);
});

test.each([Infinity, 0, -1, NaN])('a call without end (deadlineMs %p) is refused', async (deadlineMs) => {
  const { port } = await serve(ordersService({ Get: unanswered }));
  expect(await rejection(orders(port).Get({ orderId: 'a' }, { deadlineMs }))).toBeInstanceOf(RangeError);
});

test('a call to a frozen server settles by its deadline', async () => {
  const child = startChild(`${__dirname}/server.child.ts`);
  const { port } = await child.told('listening');
  const client = orders(port);
  await client.Get({ orderId: 'a' });
  child.signal('SIGSTOP');
  const error = await rejection<RpcError>(client.Get({ orderId: 'a' }, { deadlineMs: 300 }));
  expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', kind: 'unknown' });
});

describe('a call made by a handler', () => {
  /** Orders whose Get asks pricing with a generous deadline of its own. */
  const chain = async (nested: (left: number, signal: AbortSignal) => Promise<void>) => {
    const inner = await serve(
      grpcService<PricingDefinition>('parley.pricing.v1.Pricing', {
        Quote: async (_request, call) => {
          await nested(call.remaining(), call.signal);
          return {};
        },
      }),
    );
    const client = pricing(inner.port);
    return { client, ask: () => client.Quote({}, { deadlineMs: 60_000 }) };
  };

  test('has no more time than its caller left', async () => {
    let left = Infinity;
    const { ask } = await chain(async (remaining) => void (left = remaining));
    const outer = await serve(ordersService({ Get: async () => (await ask(), {}) }));
    await orders(outer.port).Get({ orderId: 'a' }, { deadlineMs: 2000 });
    expect(left).toBeLessThanOrEqual(2000);
    expect(left).toBeGreaterThan(0);
  });

  test('is cancelled when its caller cancels', async () => {
    let inner: AbortSignal | undefined;
    const { ask } = await chain((_left, signal) => ((inner = signal), unanswered()));
    const outer = await serve(ordersService({ Get: async () => (await ask(), {}) }));
    const caller = new AbortController();
    const call = rejection<RpcError>(orders(outer.port).Get({ orderId: 'a' }, { signal: caller.signal }));
    await until(() => inner !== undefined);
    expect(inner?.aborted).toBe(false);
    caller.abort();
    expect(await call).toMatchObject({ code: 'CANCELLED', kind: 'unknown' });
    await until(() => inner?.aborted === true);
  });

  test('is cancelled when its caller is gone', async () => {
    let inner: AbortSignal | undefined;
    const { ask } = await chain((_left, signal) => ((inner = signal), unanswered()));
    const outer = await serve(ordersService({ Get: async () => (await ask(), {}) }));
    const client = grpcClient<OrdersDefinition>(ordersName, `127.0.0.1:${outer.port}`);
    const call = rejection(client.Get({ orderId: 'a' }, { deadlineMs: 300 }));
    await until(() => inner !== undefined);
    client.close();
    await call;
    await until(() => inner?.aborted === true);
  });

  test('after the answer, or detached from it, is nobody’s: neither deadline nor cancellation reach it', async () => {
    const seen: number[] = [];
    const { ask } = await chain(async (remaining) => void seen.push(remaining));
    let later: Promise<unknown> = unanswered();
    const outer = await serve(
      ordersService({
        Get: async (_request, call) => {
          later = new Promise((resolve) => setTimeout(resolve, 50)).then(() => {
            expect(call.signal.aborted).toBe(false);
            return ask();
          });
          await detached(ask);
          return {};
        },
      }),
    );
    await orders(outer.port).Get({ orderId: 'a' }, { deadlineMs: 2000 });
    await later;
    expect(seen).toHaveLength(2);
    for (const left of seen) expect(left).toBeGreaterThan(10_000);
  });

  test('with no time left is not sent', async () => {
    let asked = 0;
    const { ask } = await chain(async () => void (asked += 1));
    let nested: RpcError | undefined;
    const outer = await serve(
      ordersService({
        Get: async (_request, call) => {
          await until(() => call.remaining() === 0);
          nested = await rejection<RpcError>(ask());
          return {};
        },
      }),
    );
    await rejection(orders(outer.port).Get({ orderId: 'a' }, { deadlineMs: 100 }));
    await until(() => nested !== undefined);
    expect(nested?.kind).toBe('retryable');
    expect(asked).toBe(0);
  });
});
