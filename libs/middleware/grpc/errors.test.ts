import type { OrdersDefinition } from '@parley/contracts/generated/parley/orders/v1/Orders';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { grpcClient, RpcError, rpcError, serveGrpc, type AnswerCode, type GrpcServer } from './index';
import { ordersName, ordersService } from './orders.fixture';
import { rejection } from './until.fixture';

let thrown: unknown;
let server: GrpcServer;
const client = () => grpcClient<OrdersDefinition>(ordersName, `127.0.0.1:${server.port}`);

/** What the caller sees of an error that a handler throws. */
const seenOf = async (error: unknown, options = {}): Promise<RpcError> => {
  thrown = error;
  const orders = client();
  const seen = await rejection<RpcError>(orders.Get({ orderId: 'a' }, options));
  orders.close();
  expect(seen).toBeInstanceOf(RpcError);
  return seen;
};

beforeAll(async () => {
  const Get = async () => {
    throw thrown;
  };
  server = await serveGrpc({ address: '127.0.0.1:0', services: [ordersService({ Get })] });
});
afterAll(() => server.drain(500));

test('status details come through whole: reason, metadata, field violations', async () => {
  const context = {
    reason: 'order-invalid',
    metadata: { sku: '85123A', größe: 'übergroß' },
    fieldViolations: [
      { field: 'lines[0].quantity', description: 'must be at least 1' },
      { field: 'country', description: 'no VAT rate is known for “Atlantis”' },
    ],
  };
  const seen = await seenOf(rpcError('INVALID_ARGUMENT', 'bad order – see details', context));
  expect(seen).toMatchObject({
    code: 'INVALID_ARGUMENT',
    kind: 'fatal',
    message: 'bad order – see details',
    ...context,
  });
});

test('ten thousand violations are cut to what fits into trailers, the first ones kept', async () => {
  const fieldViolations = Array.from({ length: 10_000 }, (_, n) => ({
    field: `lines[${n}].sku`,
    description: 'unknown sku',
  }));
  const seen = await seenOf(
    rpcError('INVALID_ARGUMENT', 'x'.repeat(20_000), { reason: 'unknown-sku', fieldViolations }),
  );
  expect(seen.reason).toBe('unknown-sku');
  expect(seen.fieldViolations.length).toBeGreaterThan(20);
  expect(seen.fieldViolations[0]).toEqual(fieldViolations[0]);
});

const kinds: [AnswerCode, string][] = [
  ['NOT_FOUND', 'fatal'],
  ['INVALID_ARGUMENT', 'fatal'],
  ['FAILED_PRECONDITION', 'fatal'],
  ['ALREADY_EXISTS', 'fatal'],
  ['ABORTED', 'retryable'],
  ['UNAVAILABLE', 'retryable'],
];
test.each(kinds)('%s answered by a handler is %s', async (code, kind) => {
  expect(await seenOf(rpcError(code, 'so it is'))).toMatchObject({ code, kind, message: 'so it is' });
});

test('any other error tells nothing of this process', async () => {
  const seen = await seenOf(new TypeError('password=hunter2 at /srv/orders.ts:12'));
  expect(seen).toMatchObject({ code: 'INTERNAL', kind: 'unknown', reason: 'internal' });
  expect(JSON.stringify([seen.message, seen.metadata, seen.fieldViolations])).not.toMatch(/hunter2|orders\.ts/);
});

test('typed errors keep their kind on the way', async () => {
  expect(await seenOf(new Retryable('database busy'))).toMatchObject({ code: 'UNAVAILABLE', kind: 'retryable' });
  expect(await seenOf(new OutcomeUnknown('mail cut off'))).toMatchObject({ code: 'UNAVAILABLE', kind: 'unknown' });
  const fatal = new Fatal('no such sku', { reason: 'unknown-sku', detail: { sku: 'X' } });
  expect(await seenOf(fatal)).toMatchObject({
    code: 'FAILED_PRECONDITION',
    kind: 'fatal',
    reason: 'unknown-sku',
    metadata: { sku: 'X' },
  });
});

test('an answer of another service is not given out as one’s own', async () => {
  const remote = new RpcError('NOT_FOUND', 'no such product', { kind: 'fatal', remote: true });
  expect(await seenOf(remote)).toMatchObject({ code: 'INTERNAL', kind: 'unknown' });
});

test('an answer that does not fit its message is INTERNAL, and the server lives on', async () => {
  const broken = await serveGrpc({
    address: '127.0.0.1:0',
    services: [
      ordersService({ Get: async ({ orderId }) => ({ order: orderId === 'bad' ? ('text' as never) : { orderId } }) }),
    ],
  });
  const orders = grpcClient<OrdersDefinition>(ordersName, `127.0.0.1:${broken.port}`);
  expect(await rejection(orders.Get({ orderId: 'bad' }))).toMatchObject({ code: 'INTERNAL' });
  expect((await orders.Get({ orderId: 'good' })).order?.orderId).toBe('good');
  orders.close();
  await broken.drain(500);
});

test('a service without one of its handlers is refused at the start', async () => {
  const { name, handlers } = ordersService({});
  const rest = Object.fromEntries(Object.entries(handlers).filter(([method]) => method !== 'Get'));
  const start = serveGrpc({ address: '127.0.0.1:0', services: [{ name, handlers: rest }] });
  expect((await rejection(start)).message).toContain('parley.orders.v1.Orders/Get has no handler');
});
