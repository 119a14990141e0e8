import { Fatal, Retryable } from '@parley/faults';
import { type OutboxRow, deadOutbox } from '@parley/store';
import { eachStore } from '@parley/store/testing';
import { inject, parseHeaders } from '@parley/tracing';
import { openBook, until } from './book.fixture';
import { publishRows } from './fulfilment.queue';
import { sendRows } from './order-events.kafka';
import { servePeers } from './peers.fixture';
import { sweepTimer } from './sweep.timer';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const row = (seq: number, over: Partial<OutboxRow> = {}): OutboxRow => ({
  seq,
  id: `id-${seq}`,
  channel: 'kafka',
  destination: 'orders',
  key: 'o1',
  type: 'parley.orders.v1.OrderEvent',
  contentType: 'application/x-protobuf',
  body: Buffer.from([seq]),
  trace: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
  headers: { 'ce-id': `id-${seq}` },
  at: '2010-12-01T08:26:00.000Z',
  attempts: 0,
  ...over,
});
const outcome = (settled: { row: OutboxRow; ok?: boolean }[]) =>
  settled.map((each) => [each.row.seq, each.ok === true]);

describe('the log', () => {
  const sending = (fails: Record<number, Error> = {}) => {
    const sent: { key: string; headers?: Record<string, string>; trace?: string }[] = [];
    const send = sendRows({
      send: async ({ key, value, headers }) => {
        const error = fails[value[0]!];
        if (error) throw error;
        sent.push({ key, headers, trace: parseHeaders(inject())?.traceId });
        return { partition: 0, offset: '0' };
      },
    });
    return { sent, send };
  };

  test('events are keyed by order, carry id, content type and the order’s trace', async () => {
    const { sent, send } = sending();
    expect(outcome(await send([row(1), row(2, { key: 'o2' })]))).toEqual([
      [1, true],
      [2, true],
    ]);
    expect(sent).toEqual([
      { key: 'o1', trace: traceId, headers: { 'ce-id': 'id-1', 'content-type': 'application/x-protobuf' } },
      { key: 'o2', trace: traceId, headers: { 'ce-id': 'id-2', 'content-type': 'application/x-protobuf' } },
    ]);
  });

  test('nothing behind a failure counts as sent: it goes again, in order', async () => {
    const { send } = sending({ 2: new Retryable('away') });
    expect(outcome(await send([row(1), row(2), row(3)]))).toEqual([
      [1, true],
      [2, false],
    ]);
  });

  test('a missing topic is waited for, a record that can never be sent is not', async () => {
    const missing = sending({ 1: new Fatal('none', { reason: 'no-topic' }) });
    expect(await missing.send([row(1)])).toMatchObject([{ error: { kind: 'retryable' } }]);
    const large = sending({ 1: new Fatal('no', { reason: 'too-large' }) });
    expect(await large.send([row(1)])).toMatchObject([{ error: { kind: 'fatal', reason: 'too-large' } }]);
  });
});

test('commands go to their exchange under their own id; one that fails holds up no other', async () => {
  const published: object[] = [];
  const publish = publishRows({
    publish: async (publication) => {
      if (publication.messageId === 'id-1') throw new Retryable('away');
      published.push(publication);
    },
  });
  const rows = [row(1, { destination: 'commands/refund' }), row(2, { destination: 'commands/payment' })];
  expect(outcome(await publish(rows))).toEqual([
    [1, false],
    [2, true],
  ]);
  expect(published).toMatchObject([{ exchange: 'commands', routingKey: 'payment', messageId: 'id-2' }]);
});

test('the sweep goes on after a failure, at once where there is more, and ends its work before it drains', async () => {
  const results = [new Error('the store is busy'), 16, 1, 0];
  const errors: unknown[] = [];
  let idle = false;
  const sweep = sweepTimer(
    {
      sweep: async () => {
        const next = results.shift() ?? 0;
        if (next instanceof Error) throw next;
        return next;
      },
      idle: async () => void (idle = true),
    },
    { everyMs: 5, onError: (error) => errors.push(error) },
  );
  await sweep.start!();
  await until(() => results.length === 0);
  await sweep.drain!();
  expect({ errors: errors.length, idle }).toEqual({ errors: 1, idle: true });
});

test('a peer that hangs does not keep the sweep from draining', async () => {
  let begun = false;
  const hang = () => ((begun = true), new Promise<never>(() => undefined));
  const sweep = sweepTimer({ sweep: hang, idle: hang }, { everyMs: 5, onError: () => undefined });
  await sweep.start!();
  await until(() => begun);
  await sweep.drain!();
});

eachStore((_name, open) => {
  test('a durable call that can never succeed becomes a dead letter, and holds up no other', async () => {
    const peers = await servePeers();
    const book = await openBook(open, peers);
    const [doomed, fine] = [await book.accepted(), await book.accepted()];
    peers.beforeCalls((method, request) => {
      const { orderId } = request as { orderId: string };
      if (method === 'Ship' && orderId === doomed) throw new Fatal('nothing is reserved', { reason: 'not-reserved' });
    });
    await book.startCalls();
    for (const orderId of [doomed, fine]) await book.milestones(orderId, ['paid', 'packed', 'shipped']);
    await until(async () => (await book.stateOf(fine)) === 'completed');
    await until(async () => (await deadOutbox(book.store, 'grpc')).length === 1);
    expect(await deadOutbox(book.store, 'grpc')).toMatchObject([{ key: doomed, reason: 'not-reserved' }]);
    expect(await book.stateOf(doomed)).toBe('shipped');
    await book.close();
    await peers.close();
  });
});
