import fc from 'fast-check';
import type { Milestone__Output } from '@parley/contracts/generated/parley/fulfilment/v1/Milestone';
import type { WriteRequest__Output } from '@parley/contracts/generated/parley/ledger/v1/WriteRequest';
import { decode } from '@parley/marshalling';
import { eachStore } from '@parley/store/testing';
import type { Command } from './fulfilment.domain';
import { chargeAnswered, fulfil } from './fulfilment.service';
import { type FulfilmentStore, type FulfilmentTables, migrations } from './migrations';

jest.setTimeout(30_000);

const carried = { customer: '17850', country: 'EIRE', parcels: 2, reference: '536365', amount: '1000' };
let ids = 0;
const incoming = (command: Command, queue = 'payment', commandId = `c-${(ids += 1)}`) => ({
  commandId,
  queue,
  command,
  carried,
});
const pay = (orderId: string): Command => ({ kind: 'pay', orderId, amount: 1000n });
const back = (orderId: string, amount: bigint): Command => ({ kind: 'return', orderId, amount, returnId: 'r-1' });

const sent = async ({ db }: FulfilmentStore) => db.selectFrom('outbox').selectAll().orderBy('seq').execute();
const milestones = async (store: FulfilmentStore) =>
  (await sent(store))
    .filter(({ destination }) => destination === 'milestones/')
    .map(({ type, content_type, body }) => decode<Milestone__Output>(type, content_type, body));

eachStore((_name, open) => {
  test('a payment: order, payment row, milestone and the next action are there together', async () => {
    const store = await open<FulfilmentTables>(migrations);
    expect(await fulfil(store, incoming(pay('o-1')), 0)).toBe(true);
    expect(await store.db.selectFrom('payments').select(['order_id', 'amount']).execute()).toEqual([
      { order_id: 'o-1', amount: 1000 },
    ]);
    expect((await sent(store)).map(({ destination, key }) => [destination, key])).toEqual([
      ['milestones/', 'o-1'],
      ['commands/packing', 'o-1'],
    ]);
    expect(await milestones(store)).toMatchObject([
      { orderId: 'o-1', step: 1, outcome: 'paid', amount: '1000', customer: '17850', reference: '536365' },
    ]);
  });

  test('the same command again has no second effect; the same id on another queue is another command', async () => {
    const store = await open<FulfilmentTables>(migrations);
    const payment = incoming(pay('o-1'), 'payment', 'same');
    expect(await fulfil(store, payment, 0)).toBe(true);
    expect(await fulfil(store, payment, 0)).toBe(false);
    expect(await sent(store)).toHaveLength(2);
    expect(await fulfil(store, incoming({ kind: 'pack', orderId: 'o-1' }, 'packing', 'same'), 0)).toBe(true);
    expect((await sent(store)).slice(2).map(({ destination }) => destination)).toEqual([
      'milestones/',
      'commands/shipping',
      'commands/warehouse.notices',
    ]);
  });

  test('a charge: the ledger is asked in the same transaction; what it answers is stored with what follows from it', async () => {
    const store = await open<FulfilmentTables>(migrations);
    const charge = (orderId: string) => incoming({ kind: 'pay', orderId, amount: 1000n, account: true });
    const answer = (orderId: string, outcome: string, reason = '') =>
      store.transaction((tx) => chargeAnswered(tx, orderId, { outcome, reason, version: '7' }));
    const asked = async () =>
      (await sent(store))
        .filter(({ channel }) => channel === 'grpc')
        .map(({ type, content_type, body }) => decode<WriteRequest__Output>(type, content_type, body));
    for (const orderId of ['o-1', 'o-2', 'o-3']) await fulfil(store, charge(orderId), 0);
    expect(await milestones(store)).toEqual([]);
    expect(await asked()).toMatchObject(
      ['o-1', 'o-2', 'o-3'].map((orderId) => ({
        operationId: `payment/${orderId}`,
        debit: { customer: '17850', amount: '1000' },
      })),
    );
    await answer('o-1', 'done');
    await answer('o-2', 'declined', 'over-limit');
    await fulfil(store, incoming({ kind: 'cancel', orderId: 'o-3' }, 'refund'), 0);
    await answer('o-3', 'done');
    expect(await milestones(store)).toMatchObject([
      { orderId: 'o-1', outcome: 'paid', amount: '1000', customer: '17850', reference: '536365' },
      { orderId: 'o-2', outcome: 'declined', reason: 'over-limit' },
      { orderId: 'o-3', outcome: 'cancelled', amount: '0' },
    ]);
    const packing = (await sent(store)).find(({ destination }) => destination === 'commands/packing')!;
    expect(decode(packing.type, packing.content_type, packing.body)).toMatchObject({ ...carried, orderId: 'o-1' });
    expect((await asked()).slice(3)).toMatchObject([
      { operationId: 'payment/o-3/undo', refund: { customer: '17850', amount: '1000' } },
    ]);
    expect(await store.db.selectFrom('payments').select('order_id').execute()).toEqual([{ order_id: 'o-1' }]);
    expect(
      await store.db.selectFrom('charges').select(['order_id', 'outcome', 'version']).orderBy('order_id').execute(),
    ).toEqual([
      { order_id: 'o-1', outcome: 'done', version: 7 },
      { order_id: 'o-2', outcome: 'declined', version: 7 },
      { order_id: 'o-3', outcome: 'done', version: 7 },
    ]);
  });

  test('a store from before the ledger: what it has booked is booked there, and nothing else happens', async () => {
    const { '001-orders': first, ...later } = migrations;
    const asTable = (rows: object[]) => rows as never;
    const store = await open<FulfilmentTables>({
      '001-orders': {
        up: async (db, types) => {
          await first!.up(db, types);
          const order = { reference: '', phase: 'shipped', paid: 900, refunded: 100, step: 4 };
          await db
            .insertInto('orders')
            .values(
              asTable([
                { order_id: 'o-1', customer: 'ann', ...order },
                { order_id: 'o-2', customer: '', ...order },
              ]),
            )
            .execute();
          const at = '2011-01-01T00:00:00.000Z';
          for (const order_id of ['o-1', 'o-2']) {
            await db.insertInto('payments').values({ order_id, amount: 900, at }).execute();
            const refund = { refund_id: `r-${order_id}`, order_id, amount: 100, kind: 'return', return_id: 'r', at };
            await db.insertInto('refunds').values(refund).execute();
          }
        },
      },
      ...later,
    });
    const asked = (await sent(store)).map(({ type, content_type, body }) => decode(type, content_type, body));
    expect(asked).toMatchObject([
      { operationId: 'payment/o-1', debit: { customer: 'ann', amount: '900' } },
      { operationId: 'refund/r-o-1', refund: { customer: 'ann', amount: '100' } },
    ]);
    await store.transaction((tx) => chargeAnswered(tx, 'o-1', { outcome: 'done', reason: '', version: '1' }));
    expect(await sent(store)).toHaveLength(2);
  });

  test('money given back to a customer goes to the account as well; a guest has none', async () => {
    const store = await open<FulfilmentTables>(migrations);
    const guest = { ...carried, customer: '' };
    for (const [orderId, who] of [
      ['o-1', carried],
      ['o-2', guest],
    ] as const) {
      await fulfil(store, { ...incoming(pay(orderId)), carried: who }, 0);
      await fulfil(store, { ...incoming({ kind: 'cancel', orderId }, 'refund', `cancel-${orderId}`), carried: who }, 0);
    }
    const asked = (await sent(store)).filter(({ channel }) => channel === 'grpc');
    expect(asked.map(({ id, key, destination }) => [id, key, destination])).toEqual([
      ['refund/cancel-o-1', 'o-1', 'parley.ledger.v1.Ledger/Write'],
    ]);
  });

  test('what is refused stores nothing, so that it can be tried again from the dead letters', async () => {
    const store = await open<FulfilmentTables>(migrations);
    const early = incoming(back('o-1', 100n), 'refund');
    await expect(fulfil(store, early, 0)).rejects.toMatchObject({ kind: 'fatal', reason: 'not-shipped' });
    expect(await store.db.selectFrom('inbox').selectAll().execute()).toEqual([]);
    for (const kind of ['pay', 'pack', 'ship'] as const) {
      const command: Command = kind === 'pay' ? pay('o-1') : { kind, orderId: 'o-1' };
      await fulfil(store, incoming(command), 0);
    }
    expect(await fulfil(store, early, 0)).toBe(true);
    const over = fulfil(store, incoming(back('o-1', 901n), 'refund'), 0);
    await expect(over).rejects.toMatchObject({ reason: 'over-refund' });
    expect(await store.db.selectFrom('refunds').select(['order_id', 'amount', 'kind', 'return_id']).execute()).toEqual([
      { order_id: 'o-1', amount: 100, kind: 'return', return_id: 'r-1' },
    ]);
    expect((await milestones(store)).at(-1)).toMatchObject({
      step: 4,
      outcome: 'refunded',
      amount: '100',
      returnId: 'r-1',
    });
  });

  test('a cancel and a shipping at once: one of them wins, whole', async () => {
    const store = await open<FulfilmentTables>(migrations);
    const orders = Array.from({ length: 20 }, (_, n) => `o-${n}`);
    await Promise.all(orders.map((orderId) => fulfil(store, incoming(pay(orderId)), 0)));
    await Promise.all(orders.map((orderId) => fulfil(store, incoming({ kind: 'pack', orderId }), 0)));
    await Promise.all(
      orders.flatMap((orderId, n) => {
        const both = (['ship', 'cancel'] as const).map((kind) => () => fulfil(store, incoming({ kind, orderId }), 0));
        return (n % 2 === 0 ? both : both.reverse()).map((run) => run());
      }),
    );
    const told = await milestones(store);
    for (const orderId of orders) {
      const last = told.filter((milestone) => milestone.orderId === orderId && milestone.step === 3);
      expect(last).toHaveLength(1);
      const refunds = await store.db.selectFrom('refunds').selectAll().where('order_id', '=', orderId).execute();
      expect(refunds.map(({ amount }) => amount)).toEqual(last[0]!.outcome === 'cancelled' ? [1000] : []);
    }
  });

  test('commands without ids are refused', async () => {
    const store = await open<FulfilmentTables>(migrations);
    for (const bad of [incoming(pay('')), incoming(pay('o-1'), 'payment', '')]) {
      await expect(fulfil(store, bad, 0)).rejects.toMatchObject({ reason: 'invalid-command' });
    }
    expect(await store.db.selectFrom('inbox').selectAll().execute()).toEqual([]);
  });

  test('any interleaving with redelivery: money adds up in the tables, steps are dense in what is sent', async () => {
    const store = await open<FulfilmentTables>(migrations);
    const wish = fc.constantFrom('pay', 'pack', 'ship', 'cancel', 'return', 'pack', 'ship');
    let order = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(wish, fc.nat(5)), { maxLength: 14 }), async (wishes) => {
        const orderId = `p-${(order += 1)}`;
        for (const [kind, id] of wishes) {
          const command: Command =
            kind === 'pay' ? pay(orderId) : kind === 'return' ? back(orderId, 350n) : ({ kind, orderId } as Command);
          await fulfil(store, incoming(command, kind, `${orderId}/${id}`), 0).catch((error) => {
            if (error.kind !== 'fatal') throw error;
          });
        }
        const { db } = store;
        const row = await db.selectFrom('orders').selectAll().where('order_id', '=', orderId).executeTakeFirst();
        const paid = await db.selectFrom('payments').select('amount').where('order_id', '=', orderId).execute();
        const refunds = await db.selectFrom('refunds').select('amount').where('order_id', '=', orderId).execute();
        const told = (await milestones(store)).filter((milestone) => milestone.orderId === orderId);
        const total = (rows: { amount: number }[]) => rows.reduce((sum, { amount }) => sum + amount, 0);
        expect([total(paid), total(refunds)]).toEqual([row?.paid ?? 0, row?.refunded ?? 0]);
        expect(total(refunds)).toBeLessThanOrEqual(total(paid));
        expect(told.map(({ step }) => step)).toEqual(told.map((_, n) => n + 1));
        expect(told.filter(({ outcome }) => ['shipped', 'cancelled'].includes(outcome)).length).toBeLessThanOrEqual(1);
        if (row?.phase === 'cancelled') expect(total(refunds)).toBe(total(paid));
      }),
      { numRuns: 40 },
    );
  });
});
