import { gzipSync } from 'node:zlib';
import type { ObserverDefinition } from '@parley/contracts/generated/parley/observer/v1/Observer';
import { grpcClient, serveGrpc } from '@parley/middleware/grpc';
import { inject, span, startTracing, tagOrder, type TraceHeaders } from '@parley/tracing';
import { journeys } from './journeys.grpc';
import { openSpans } from './spans.store';
import { tracesWay } from './traces.http';

const store = openSpans();
const way = tracesWay({ host: '127.0.0.1', port: 0, store });
let url = '';
let stop: () => Promise<void>;
let observer: ReturnType<typeof grpcClient<ObserverDefinition>>;
beforeAll(async () => {
  await way.start();
  url = `http://127.0.0.1:${way.port()}`;
  const server = await serveGrpc({ address: '127.0.0.1:0', services: [journeys(store)], serving: true });
  observer = grpcClient<ObserverDefinition>('parley.observer.v1.Observer', `127.0.0.1:${server.port}`);
  stop = async () => {
    observer.close();
    await server.drain(500);
    await way.drain();
  };
});
afterAll(() => stop());

const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
  fetch(`${url}/v1/traces`, {
    method: 'POST',
    body: body as string,
    headers: { 'Content-Type': 'application/json', ...headers },
  });

test('what the exporter sends comes back as a journey: parents, links, styles, process', async () => {
  const tracing = startTracing({ service: 'orders', process: 'orders-1', otlpUrl: url });
  let carried: TraceHeaders = {};
  await span(
    { name: 'POST /api/orders', kind: 'server', style: 'http', channel: 'POST /api/orders', parent: {} },
    async () => {
      tagOrder('o-1');
      await span({ name: 'send payment', kind: 'producer', style: 'rabbitmq', channel: 'payment' }, () => {
        carried = inject();
      });
    },
  );
  await span(
    { name: 'batch', kind: 'consumer', style: 'kafka', channel: 'orders', parent: {}, links: [carried] },
    () => undefined,
  );
  await tracing.stop();

  const { hops, traceId } = await observer.Journey({ orderId: 'o-1' });
  expect(hops.map(({ name, kind, style, channel }) => [name, kind, style, channel])).toEqual([
    ['POST /api/orders', 'server', 'http', 'POST /api/orders'],
    ['send payment', 'producer', 'rabbitmq', 'payment'],
    ['batch', 'consumer', 'kafka', 'orders'],
  ]);
  const [first, second, third] = hops;
  expect(first).toMatchObject({ process: 'orders-1', service: 'orders', parentSpanId: '' });
  expect(second!.parentSpanId).toBe(first!.spanId);
  expect(third!.links).toEqual([second!.spanId]);
  expect(carried.traceparent).toContain(traceId);
  expect(Number(first!.startNanos) / 1e6).toBeGreaterThan(Date.now() - 60_000);
  expect(new Date(first!.startedAt).getTime()).toBe(Number(BigInt(first!.startNanos) / 1_000_000n));
});

const minimal = (orderId: string, status = {}) =>
  JSON.stringify({
    resourceSpans: [{ scopeSpans: [{ spans: [{
      traceId: 'A'.repeat(32), spanId: 'B'.repeat(16), startTimeUnixNano: '1000', endTimeUnixNano: '3000', status,
      attributes: [{ key: 'parley.order.id', value: { stringValue: orderId } }, { key: 'n', value: { intValue: '3' } }],
    }] }] }],
  }); // prettier-ignore

test('gzip is taken, ids in capitals are the same ids, an error keeps its words', async () => {
  const response = await post(gzipSync(minimal('o-2', { code: 2, message: 'sold out' })), {
    'Content-Encoding': 'gzip',
  });
  expect([response.status, await response.json()]).toEqual([200, {}]);
  const { hops, traceId } = await observer.Journey({ orderId: 'o-2' });
  expect(traceId).toBe('a'.repeat(32));
  expect(hops[0]).toMatchObject({ spanId: 'b'.repeat(16), durationNanos: '2000', error: 'sold out', kind: 'internal' });
});

test('what is no export is refused, and nothing of it is kept', async () => {
  const before = store.size().spans;
  expect((await post('{')).status).toBe(400);
  expect((await post(minimal('o-3').replace('1000', 'soon'))).status).toBe(400);
  expect((await post('x', { 'Content-Type': 'application/x-protobuf' })).status).toBe(415);
  expect(store.size().spans).toBe(before);
});

test('an order that nobody named is NOT_FOUND', async () => {
  await expect(observer.Journey({ orderId: 'none' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    reason: 'journey-unknown',
  });
});
