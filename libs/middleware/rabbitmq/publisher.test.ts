import { connect } from 'amqplib';
import { readHistory, startEvidence, stopEvidence } from '@parley/evidence';
import { kindOf } from '@parley/faults';
import { currentTraceId, span } from '@parley/tracing';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Delivery, Rabbit } from './index';
import { amqpUrl, connectTo, freshTopology, messageTo, removeTopology, until } from './testing';

jest.setTimeout(60_000);

describe('publisher', () => {
  const topology = freshTopology();
  let rabbit: Rabbit;

  beforeEach(async () => {
    rabbit = await connectTo(topology);
  });
  afterEach(() => rabbit.close());
  afterAll(() => removeTopology(topology));

  const first = (queue = topology.queue): Promise<Delivery> =>
    new Promise((resolve) => {
      rabbit.consume({ queue, prefetch: 1 }, async (delivery) => resolve(delivery));
    });

  test('a burst of 20,000 and close: nothing is lost, every promise settles', async () => {
    const burst = freshTopology();
    const sender = await connectTo(burst);
    const publisher = sender.publisher();
    const sent = Array.from({ length: 20_000 }, (_, i) => publisher.publish(messageTo(burst, String(i))));
    await sender.close();
    const results = await Promise.allSettled(sent);
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(await rabbit.depth(burst.queue)).toBe(20_000);
    await removeTopology(burst);
  });

  test('messages leave in call order', async () => {
    const seen: string[] = [];
    const publisher = rabbit.publisher({ window: 8 });
    await Promise.all(Array.from({ length: 500 }, (_, i) => publisher.publish(messageTo(topology, String(i)))));
    rabbit.consume({ queue: topology.queue, prefetch: 1 }, async ({ body }) => void seen.push(body.toString()));
    await until(() => seen.length === 500);
    expect(seen).toEqual(Array.from({ length: 500 }, (_, i) => String(i)));
  });

  test('an unroutable message is Fatal, the others in the window are confirmed', async () => {
    const publisher = rabbit.publisher();
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, (_, i) =>
        publisher.publish(messageTo(topology, String(i), i % 10 === 3 ? { routingKey: 'nobody' } : {})),
      ),
    );
    results.forEach((result, i) => {
      if (i % 10 !== 3) return expect(result.status).toBe('fulfilled');
      return expect(result).toMatchObject({ reason: { kind: 'fatal', reason: 'unroutable' } });
    });
    expect(await drained()).toBe(90);
  });

  test('a publish to a missing exchange is Fatal and fails nobody else', async () => {
    const publisher = rabbit.publisher();
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, (_, i) =>
        publisher.publish(messageTo(topology, String(i), i % 10 === 5 ? { exchange: 'no.such.exchange' } : {})),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(90);
    expect(results[5]).toMatchObject({ reason: { kind: 'fatal', reason: 'no-exchange' } });
    expect(await drained()).toBe(90);
  });

  test('bytes, text and headers arrive as they left; the caller’s objects stay as they were', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const headers = { 'ce-subject': 'Olá – 東京 🎉', empty: '' };
    const message = messageTo(topology, '', { body: bytes, headers });
    const published = rabbit.publisher().publish(message);
    bytes.fill(0);
    await published;
    expect(headers).toEqual({ 'ce-subject': 'Olá – 東京 🎉', empty: '' });
    const delivery = await first();
    expect([...delivery.body]).toEqual(Array.from({ length: 256 }, (_, i) => i));
    expect(delivery.headers).toMatchObject(headers);
    expect(delivery).toMatchObject({
      messageId: message.messageId,
      type: message.type,
      contentType: message.contentType,
      redelivered: false,
      attempt: 1,
    });
  });

  test('an empty body and one of 5 MB', async () => {
    const sizes: number[] = [];
    const publisher = rabbit.publisher();
    await publisher.publish(messageTo(topology, ''));
    await publisher.publish(messageTo(topology, '', { body: Buffer.alloc(5_000_000, 7) }));
    rabbit.consume({ queue: topology.queue, prefetch: 1 }, async ({ body }) => void sizes.push(body.length));
    await until(() => sizes.length === 2);
    expect(sizes).toEqual([0, 5_000_000]);
  });

  test.each([
    ['bigint', 1n],
    ['Date', new Date()],
    ['undefined', undefined],
    ['null', null],
    ['number', 1],
    ['object', {}],
  ])('a header that is a %s is refused, and the next message goes', async (_, value) => {
    const publisher = rabbit.publisher();
    const headers = { odd: value } as unknown as Record<string, string>;
    await expect(publisher.publish(messageTo(topology, 'x', { headers }))).rejects.toMatchObject({ reason: 'header' });
    await publisher.publish(messageTo(topology, 'y'));
    expect(await drained()).toBe(1);
  });

  test('headers beyond a frame are refused, and the next message goes', async () => {
    const publisher = rabbit.publisher();
    const headers = { big: 'x'.repeat(70_000) };
    await expect(publisher.publish(messageTo(topology, 'x', { headers }))).rejects.toMatchObject({ kind: 'fatal' });
    await publisher.publish(messageTo(topology, 'y'));
    expect(await drained()).toBe(1);
  });

  test('a full queue refuses: unknown, and once there is room the messages go on', async () => {
    const full = freshTopology();
    const [live, ...rest] = full.queues;
    const limits = { ...live?.arguments, 'x-max-length': 1, 'x-overflow': 'reject-publish' };
    const bounded = { ...full, queues: [{ ...live!, arguments: limits }, ...rest] };
    const limited = await connectTo(bounded);
    const publisher = limited.publisher();
    let refusal: unknown;
    // The limit is soft: the queue tells its publishers a little later.
    for (let i = 0; i < 1000 && !refusal; i += 1)
      await publisher.publish(messageTo(full, String(i))).catch((error) => (refusal = error));
    expect(refusal).toMatchObject({ kind: 'unknown' });
    limited.consume({ queue: full.queue, prefetch: 5 }, async () => undefined);
    await until(async () => (await limited.depth(full.queue)) === 0);
    await publisher.publish(messageTo(full, 'room'));
    await limited.close();
    await removeTopology(full);
  });

  test('after close a publish is rejected at once', async () => {
    const publisher = rabbit.publisher();
    await rabbit.close();
    const error = await publisher.publish(messageTo(topology, 'x')).catch((reason) => reason);
    expect(kindOf(error)).toBe('retryable');
  });

  test('closing twice, at once and again, is one close', async () => {
    await Promise.all([rabbit.close(), rabbit.close()]);
    await rabbit.close();
  });

  test('the trace goes along, evidence tells how far each message came', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'evidence-'));
    startEvidence({ dir, run: 'run', process: 'test' });
    const message = messageTo(topology, 'x');
    let trace: string | undefined;
    const consumed = first();
    await span({ name: 'root', kind: 'internal', style: 'rabbitmq', channel: topology.queue, parent: {} }, async () => {
      trace = currentTraceId();
      await rabbit.publisher().publish(message);
    });
    const delivery = await consumed;
    expect(delivery.trace.traceparent).toContain(trace);
    await until(() => readHistory(dir).some(({ event }) => event === 'settled'));
    stopEvidence();
    const mine = readHistory(dir).filter(({ msg }) => msg.id === message.messageId);
    const order = ['submitted', 'sent', 'stored', 'returned', 'received', 'delivered', 'processed', 'settled'];
    expect(mine.map(({ event }) => event).sort()).toEqual(order.sort());
    expect(new Set(mine.map(({ channel }) => channel))).toEqual(new Set([topology.queue]));
    expect(new Set(mine.flatMap(({ trace: id }) => id ?? []))).toEqual(new Set([trace]));
  });

  const drained = async (): Promise<number> => {
    const connection = await connect(amqpUrl());
    const channel = await connection.createChannel();
    const { messageCount } = await channel.purgeQueue(topology.queue);
    await connection.close();
    return messageCount;
  };
});
