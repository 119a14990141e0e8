import { expectContract } from '@parley/contracts';
import type { DeadLettersDefinition } from '@parley/contracts/generated/parley/control/v1/DeadLetters';
import type { Milestone__Output } from '@parley/contracts/generated/parley/fulfilment/v1/Milestone';
import { type ContentType, decode, encode } from '@parley/marshalling';
import { grpcClient, serveGrpc } from '@parley/middleware/grpc';
import { type Publisher, type Rabbit, connectRabbit } from '@parley/middleware/rabbitmq';
import { openVhost } from '@parley/middleware/rabbitmq/testing';
import type { Way } from '@parley/service';
import { enqueue } from '@parley/store';
import { eachStore } from '@parley/store/testing';
import { rabbitTopology } from '@parley/topology';
import { deadLettersGrpc, ledgerOutbox, outbox } from './dead-letters.grpc';
import { type FulfilmentStore, type FulfilmentTables, migrations } from './migrations';
import { outboxWay } from './outbox.queue';
import { packingQueue } from './packing.queue';
import { paymentQueue } from './payment.queue';
import { refundQueue } from './refund.queue';
import { shippingQueue } from './shipping.queue';

let vhost: Awaited<ReturnType<typeof openVhost>>;
let rabbit: Rabbit;
let publisher: Publisher;
let store: FulfilmentStore;
let ways: Way[];
let told: Milestone__Output[];
let wake: () => void;

/** Resolves when what the test waits for has been told. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    await new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, 50).unref();
    });
  }
}

const send = (queue: string, type: string, id: string, body: object, contentType: ContentType = 'application/json') =>
  publisher.publish({ exchange: 'commands', routingKey: queue, messageId: id, ...encode(type, body, contentType) });
const pay = (orderId: string, contentType?: ContentType) =>
  send(
    'payment',
    'parley.fulfilment.v1.FulfilCommand',
    `pay-${orderId}`,
    {
      commandId: `pay-${orderId}`,
      orderId,
      // A guest: no ledger is asked.
      customer: '',
      country: 'EIRE',
      amount: '1000',
      parcels: 2,
      reference: '5',
    },
    contentType,
  );
const refund = (orderId: string, command: object, id = `refund-${orderId}`) =>
  send('refund', 'parley.fulfilment.v1.RefundCommand', id, { commandId: id, orderId, customer: '17850', ...command });

const outcomes = (orderId: string) =>
  told
    .filter((milestone) => milestone.orderId === orderId)
    .sort((a, b) => a.step - b.step)
    .map(({ step, outcome, amount }) => [step, outcome, amount]);
const completed = [
  [1, 'paid', '1000'],
  [2, 'packed', '0'],
  [3, 'shipped', '0'],
];

eachStore((_name, open) => {
  beforeEach(async () => {
    vhost = await openVhost();
    rabbit = await connectRabbit({ url: vhost.url, topology: rabbitTopology, name: 'test', log: () => undefined });
    publisher = rabbit.publisher();
    store = await open<FulfilmentTables>(migrations);
    told = [];
    const intake = { rabbit, store, declinePerMille: 0, backoffMs: 5 };
    ways = [
      outboxWay(store, rabbit, 'payment-1'),
      ...[paymentQueue, packingQueue, shippingQueue, refundQueue].map((way) => way(intake)),
    ];
    rabbit.consume({ queue: 'orders.milestones', prefetch: 50 }, async ({ type, contentType, body, messageId }) => {
      const milestone = decode<Milestone__Output>(type, contentType, body);
      expect(messageId).toBe(milestone.milestoneId);
      told.push(milestone);
      wake?.();
    });
    for (const way of ways) await way.start!();
  }, 30_000);

  afterEach(async () => {
    for (const way of [...ways].reverse()) await way.drain?.();
    await rabbit.close();
    await vhost.remove();
  }, 30_000);

  test.each<ContentType>(['application/x-protobuf', 'application/json'])(
    'an order as %s goes from payment to shipping, and the warehouse is told',
    async (contentType) => {
      await pay('o-1', contentType);
      await until(() => outcomes('o-1').length === 3);
      expect(outcomes('o-1')).toEqual(completed);
      await until(async () => (await rabbit.depth('warehouse.notices')) === 1);
      await until(async () => (await rabbit.depth('notifications.milestones')) === 3);
    },
    20_000,
  );

  test('a command twice and a return twice count once; a return above what is left is a dead letter', async () => {
    await pay('o-1');
    await pay('o-1');
    await until(() => outcomes('o-1').length === 3);
    const back = (amount: string, id: string) => refund('o-1', { kind: 'return', returnId: 'r-1', amount }, id);
    await back('300', 'a');
    await back('300', 'a');
    await back('800', 'b');
    await until(async () => (await rabbit.depth('refund.dead')) === 1);
    await until(() => outcomes('o-1').length === 4);
    expect(outcomes('o-1')).toEqual([...completed, [4, 'refunded', '300']]);
    const [letter] = await rabbit.deadLetters.show('refund', 10);
    expect(letter).toMatchObject({ messageId: 'b', reason: 'over-refund', attempts: 1 });
  }, 20_000);

  test('a cancel before the payment bars it', async () => {
    await refund('o-1', { kind: 'cancel' });
    await until(() => outcomes('o-1').length === 1);
    await pay('o-1');
    const seen = store.db.selectFrom('inbox').select('id').where('id', '=', 'payment/pay-o-1');
    await until(async () => (await seen.execute()).length === 1);
    await pay('o-2');
    await until(() => outcomes('o-2').length === 3);
    expect(outcomes('o-1')).toEqual([[1, 'cancelled', '0']]);
  }, 20_000);

  test('dead letters are listed, shown and sent again', async () => {
    const server = await serveGrpc({
      address: '127.0.0.1:0',
      services: [deadLettersGrpc(rabbit, store)],
      serving: true,
    });
    const client = grpcClient<DeadLettersDefinition>('parley.control.v1.DeadLetters', `127.0.0.1:${server.port}`);
    try {
      await refund('o-1', { kind: 'return', returnId: 'r-1', amount: '300' });
      await refund('o-2', { kind: 'keep' });
      const bytes = {
        type: 'parley.fulfilment.v1.FulfilCommand',
        contentType: 'application/json',
        body: Buffer.from('{'),
      };
      await publisher.publish({ exchange: 'commands', routingKey: 'packing', messageId: 'bad', ...bytes });
      await until(async () => (await rabbit.depth('refund.dead')) === 2 && (await rabbit.depth('packing.dead')) === 1);
      expect((await client.List({})).queues).toEqual([
        { queue: 'payment', depth: 0 },
        { queue: 'packing', depth: 1 },
        { queue: 'shipping', depth: 0 },
        { queue: 'refund', depth: 2 },
        { queue: outbox, depth: 0 },
        { queue: ledgerOutbox, depth: 0 },
      ]);
      const reasons = (await client.Show({ queue: 'refund' })).letters.map(({ reason }) => reason);
      expect(reasons.sort()).toEqual(['not-shipped', 'unknown-kind']);
      const packing = await client.Show({ queue: 'packing', limit: 1 });
      expectContract('parley.control.v1.ShowResponse', packing, 'parley.control.v1.DeadLetters/Show');
      const [bad] = packing.letters;
      expect(bad).toMatchObject({ messageId: 'bad', reason: 'undecodable', contentType: 'application/json' });
      expect(bad!.body.toString()).toBe('{');

      await pay('o-1');
      await until(() => outcomes('o-1').length === 3);
      expect(await client.Redrive({ queue: 'refund' })).toEqual({ redriven: 2 });
      await until(() => outcomes('o-1').length === 4);
      await until(async () => (await rabbit.depth('refund.dead')) === 1);
      await expect(client.Show({ queue: 'no such' })).rejects.toMatchObject({ code: 'NOT_FOUND' });

      await store.transaction((tx) =>
        enqueue(tx, {
          id: 'lost',
          channel: 'rabbitmq',
          destination: 'commands/nowhere',
          ...encode('parley.fulfilment.v1.Milestone', {}),
        }),
      );
      await until(async () => (await client.Show({ queue: outbox })).letters.length === 1);
      expect((await client.Show({ queue: outbox })).letters).toMatchObject([
        { messageId: 'lost', reason: 'unroutable' },
      ]);
      expectContract('parley.control.v1.ShowResponse', await client.Show({ queue: outbox }));
      expect(await client.Redrive({ queue: outbox })).toEqual({ redriven: 1 });
    } finally {
      client.close();
      await server.drain(1000);
    }
  }, 30_000);

  test('a hundred orders at once, each paid, packed and shipped once', async () => {
    const ids = Array.from({ length: 100 }, (_, n) => `o-${n}`);
    await Promise.all(ids.map((id) => pay(id)));
    await until(() => told.length >= 300);
    for (const id of ids) expect(outcomes(id)).toEqual(completed);
    expect(await store.db.selectFrom('payments').selectAll().execute()).toHaveLength(100);
  }, 40_000);
});
