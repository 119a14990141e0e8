import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrdersDefinition } from '@parley/contracts/generated/parley/orders/v1/Orders';
import { readHistory, startEvidence, stopEvidence } from '@parley/evidence';
import { currentTraceId, span } from '@parley/tracing';
import { collectSpans } from './collector.fixture';
import { grpcClient, rpcError, serveGrpc } from './index';
import { ordersName, ordersService } from './orders.fixture';
import { rejection } from './until.fixture';

const [server, client] = [2, 3];
const get = `${ordersName}/Get`;

const served = async (run: (orders: ReturnType<typeof grpcClient<OrdersDefinition>>) => Promise<void>) => {
  const traces: (string | undefined)[] = [];
  const service = ordersService({
    Get: async ({ orderId }, { metadata }) => {
      traces.push(currentTraceId(), metadata.traceparent?.split('-')[1]);
      if (orderId === 'unknown') throw rpcError('NOT_FOUND', 'no such order');
      return { order: { orderId } };
    },
    Watch: async function* () {
      yield { sequence: '1' };
      yield { sequence: '2' };
    },
  });
  const grpc = await serveGrpc({ address: '127.0.0.1:0', services: [service] });
  const orders = grpcClient<OrdersDefinition>(ordersName, `127.0.0.1:${grpc.port}`);
  await run(orders);
  orders.close();
  await grpc.drain(500);
  return traces;
};

test('a call is a client span, whose child at the other side is the server span; an error marks both', async () => {
  const collector = await collectSpans();
  const traces = await served(async (orders) => {
    await span({ name: 'outer', kind: 'internal', style: 'test', channel: 'test' }, async () => {
      await orders.Get({ orderId: 'a' });
      await rejection(orders.Get({ orderId: 'unknown' }));
    });
  });
  const spans = await collector.spans();
  await collector.stop();
  const outer = spans.find(({ name }) => name === 'outer');
  const calls = spans.filter(({ name, kind }) => name === get && kind === client);
  const handled = spans.filter(({ name, kind }) => name === get && kind === server);
  expect(calls.map(({ parentSpanId }) => parentSpanId)).toEqual([outer?.spanId, outer?.spanId]);
  expect(handled.map(({ parentSpanId }) => parentSpanId).sort()).toEqual(calls.map(({ spanId }) => spanId).sort());
  expect(handled[0]?.attributes).toMatchObject({ 'parley.style': 'grpc', 'parley.channel': get });
  expect(new Set([...traces, ...spans.map(({ traceId }) => traceId)])).toEqual(new Set([outer?.traceId]));
  const failed = spans.filter(({ attributes }) => 'error.type' in attributes);
  expect(failed.map(({ kind }) => kind).sort()).toEqual([server, client]);
});

test('a stream is one span on each side', async () => {
  const collector = await collectSpans();
  await served(async (orders) => {
    for await (const { sequence } of orders.Watch({})) expect(sequence).not.toBe('');
  });
  const spans = await collector.spans();
  await collector.stop();
  expect(spans.map(({ name, kind }) => [name, kind]).sort()).toEqual([
    [`${ordersName}/Watch`, server],
    [`${ordersName}/Watch`, client],
  ]);
});

test('evidence follows a call and the messages of a stream by their ids', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'parley-'));
  startEvidence({ dir, run: 'r', process: 'p' });
  await served(async (orders) => {
    await orders.Get({ orderId: 'a' });
    for await (const { sequence } of orders.Watch({})) expect(sequence).not.toBe('');
  });
  stopEvidence();
  const history = readHistory(dir);
  rmSync(dir, { recursive: true });
  const of = (channel: string) => history.filter((record) => record.channel === channel);
  expect(of(get).map(({ event }) => event)).toEqual(['submitted', 'sent', 'delivered', 'processed', 'returned']);
  expect(new Set(of(get).map(({ msg }) => msg.id)).size).toBe(1);
  const watch = of(`${ordersName}/Watch`);
  const numbered = watch
    .filter(({ msg }) => msg.id.includes('#'))
    .map(({ event, msg }) => `${event} ${msg.id.split('#')[1]}`);
  expect(numbered.sort()).toEqual(['delivered 1', 'delivered 2', 'sent 1', 'sent 2']);
});
