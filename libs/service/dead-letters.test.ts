import { expectContract } from '@parley/contracts';
import type { DeadLettersDefinition } from '@parley/contracts/generated/parley/control/v1/DeadLetters';
import { Fatal } from '@parley/faults';
import { type GrpcServer, type Unary, grpcClient, serveGrpc } from '@parley/middleware/grpc';
import { type Rabbit, connectRabbit } from '@parley/middleware/rabbitmq';
import { openVhost } from '@parley/middleware/rabbitmq/testing';
import { type OutboxMessage, type Relay, type Store, enqueue, outboxLetters, outboxRelay } from '@parley/store';
import { eachStore } from '@parley/store/testing';
import { rabbitTopology } from '@parley/topology';
import { deadLettersService, queueLetters } from './index';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const content = { type: 'parley.fulfilment.v1.FulfilCommand', contentType: 'application/json' };
const channels = ['kafka', 'smtp'] as const;

let vhost: Awaited<ReturnType<typeof openVhost>>;
let rabbit: Rabbit;
let store: Store;
let server: GrpcServer;
let client: Unary<DeadLettersDefinition> & { close(): void };
let relays: Relay[];
let refused: boolean;
let sent: string[];

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
const depths = async () => Object.fromEntries((await client.List({})).queues.map(({ queue, depth }) => [queue, depth]));
const shown = async (queue: string, limit?: number) =>
  (await client.Show({ queue, limit })).letters.map(({ messageId }) => messageId);

/** Letters of the broker's queue `packing`. */
async function bury(...ids: string[]): Promise<void> {
  const publisher = rabbit.publisher();
  const fail = async () => {
    throw new Fatal('not packable', { reason: 'unpackable' });
  };
  const consumer = rabbit.consume({ queue: 'packing', prefetch: 1 }, fail);
  const to = { exchange: 'commands', routingKey: 'packing', ...content };
  for (const messageId of ids)
    await publisher.publish({ ...to, messageId, body: Buffer.from(messageId), headers: { traceparent } });
  await until(async () => (await rabbit.depth('packing.dead')) === ids.length);
  await consumer.drain();
}

/** Rows that are dead as long as `refused`. */
async function refuse(channel: OutboxMessage['channel'], ...ids: string[]): Promise<void> {
  const message = { channel, destination: 'somewhere', ...content, trace: { traceparent } };
  await store.transaction(async (tx) => {
    for (const id of ids) await enqueue(tx, { ...message, id, body: Buffer.from(id) });
  });
  await until(async () => (await depths())[`outbox.${channel}`] === ids.length);
}

eachStore((_name, open) => {
  beforeAll(async () => {
    vhost = await openVhost();
  });
  afterAll(() => vhost.remove());

  beforeEach(async () => {
    [refused, sent] = [true, []];
    store = await open();
    rabbit = await connectRabbit({ url: vhost.url, topology: rabbitTopology, name: 'test' });
    relays = channels.map((channel) =>
      outboxRelay(store, {
        channel,
        order: 'any',
        owner: 'test',
        deliver: async (rows) =>
          rows.map((row) => {
            if (refused) return { row, error: new Fatal('nobody there', { reason: 'refused' }) };
            sent.push(row.id);
            return { row, ok: true };
          }),
      }),
    );
    for (const relay of relays) await relay.start();
    const sources = [
      queueLetters(rabbit.deadLetters, 'packing'),
      ...channels.map((channel) => outboxLetters(store, `outbox.${channel}`, channel)),
    ];
    server = await serveGrpc({ address: '127.0.0.1:0', services: [deadLettersService(sources)], serving: true });
    client = grpcClient<DeadLettersDefinition>('parley.control.v1.DeadLetters', `127.0.0.1:${server.port}`);
  });

  afterEach(async () => {
    client.close();
    await server.drain(1000);
    for (const relay of relays) await relay.drain();
    await rabbit.deadLetters.redrive('packing', Infinity);
    const emptying = rabbit.consume({ queue: 'packing', prefetch: 10 }, async () => undefined);
    await until(async () => (await rabbit.depth('packing')) === 0);
    await emptying.drain();
    await rabbit.close();
  });

  test('a queue of the broker: listed, shown without loss, sent again up to the limit', async () => {
    expect((await client.List({})).queues).toEqual([
      { queue: 'packing', depth: 0 },
      { queue: 'outbox.kafka', depth: 0 },
      { queue: 'outbox.smtp', depth: 0 },
    ]);
    await bury('a', 'b', 'c');
    expect(await depths()).toEqual({ packing: 3, 'outbox.kafka': 0, 'outbox.smtp': 0 });
    const answer = await client.Show({ queue: 'packing', limit: 1 });
    expectContract('parley.control.v1.ShowResponse', answer, 'parley.control.v1.DeadLetters/Show');
    expect(answer.letters).toEqual([
      {
        ...content,
        messageId: 'a',
        body: Buffer.from('a'),
        reason: 'unpackable',
        cause: 'not packable',
        attempts: 1,
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        traceparent: expect.stringContaining('0af7651916cd43dd8448eb211c80319c'),
      },
    ]);
    await until(async () => (await shown('packing')).length === 3);
    await until(async () => (await rabbit.depth('packing.dead')) === 3);
    expect(await client.Redrive({ queue: 'packing', limit: 2 })).toEqual({ redriven: 2 });
    await until(async () => (await rabbit.depth('packing')) === 2);
    expect(await client.Redrive({ queue: 'packing' })).toEqual({ redriven: 1 });
    await until(async () => (await rabbit.depth('packing')) === 3);
  });

  test('the outbox of a channel: listed, shown, sent again up to the limit; other channels are left alone', async () => {
    await refuse('kafka', 'a', 'b', 'c');
    await refuse('smtp', 'mail');
    expect(await depths()).toEqual({ packing: 0, 'outbox.kafka': 3, 'outbox.smtp': 1 });
    const answer = await client.Show({ queue: 'outbox.kafka', limit: 1 });
    expectContract('parley.control.v1.ShowResponse', answer, 'parley.control.v1.DeadLetters/Show');
    expect(answer.letters).toEqual([
      {
        ...content,
        messageId: 'a',
        body: Buffer.from('a'),
        reason: 'refused',
        cause: 'nobody there',
        attempts: 1,
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        traceparent,
      },
    ]);
    expect(await shown('outbox.kafka')).toEqual(['a', 'b', 'c']);
    refused = false;
    expect(await client.Redrive({ queue: 'outbox.kafka', limit: 2 })).toEqual({ redriven: 2 });
    await until(() => sent.length === 2);
    expect(await depths()).toMatchObject({ 'outbox.kafka': 1, 'outbox.smtp': 1 });
    expect(await client.Redrive({ queue: 'outbox.kafka' })).toEqual({ redriven: 1 });
    await until(() => sent.length === 3);
    expect(sent).toEqual(['a', 'b', 'c']);
    expect(await shown('outbox.smtp')).toEqual(['mail']);
  });

  test('at most 100 are shown, asked for more or for no number', async () => {
    const ids = Array.from({ length: 101 }, (_, n) => `m-${n}`);
    await refuse('kafka', ...ids);
    for (const limit of [0, 100, 101, 5000]) expect(await shown('outbox.kafka', limit)).toEqual(ids.slice(0, 100));
    expect(await client.Redrive({ queue: 'outbox.kafka' })).toEqual({ redriven: 101 });
  });

  test.each(['Show', 'Redrive'] as const)('%s of a queue that the service does not own: NOT_FOUND', async (method) => {
    await expect(client[method]({ queue: 'payment' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      reason: 'no-queue',
      metadata: { queue: 'payment' },
    });
  });
});
