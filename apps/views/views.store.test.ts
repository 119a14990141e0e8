import { eachStore } from '@parley/store/testing';
import { readRecord } from './events.domain';
import { type ViewsStore, type ViewsTables, migrations } from './migrations';
import { bodyOf, ordersOf } from './order.domain';
import { cachedOrder, foundOrders, livePositions } from './queries.store';
import { termsOf } from './terms.domain';
import { logOf, someHistories } from './testing/log';
import { contentOf, takeRecords } from './views.store';

const histories = someHistories(60, 4);
const log = logOf(histories, 4).map(readRecord);

const rowsOf = async ({ db }: ViewsStore, generation: number) => ({
  orders: (await db.selectFrom('orders').select('body').where('generation', '=', generation).execute())
    .map(({ body }) => body)
    .sort(),
  terms: (await db.selectFrom('terms').selectAll().where('generation', '=', generation).execute())
    .map(({ term, order_id }) => `${term} ${order_id}`)
    .sort(),
});

eachStore((_name, open) => {
  let store: ViewsStore;
  beforeEach(async () => {
    store = await open<ViewsTables>(migrations);
  });

  test('kept by change events, batch by batch, with duplicates: the same as from nothing, row by row and by hash', async () => {
    for (let at = 0; at < log.length; at += 17) await takeRecords(store, log.slice(at, at + 17));
    for (let at = 0; at < log.length; at += 61) await takeRecords(store, log.slice(at, at + 90));
    await store.db.insertInto('generations').values({ generation: 2, state: 'building' }).execute();
    // As when the live reader brings the end while the rebuild is still at the beginning.
    await takeRecords(store, log.slice(-40), { only: 2 });
    for (let at = 0; at < log.length; at += 100) await takeRecords(store, log.slice(at, at + 100), { only: 2 });

    const expected = [...ordersOf(log).values()];
    const rows = {
      orders: expected.map(bodyOf).sort(),
      terms: expected.flatMap((order) => termsOf(order).map((term) => `${term} ${order.orderId}`)).sort(),
    };
    expect(await rowsOf(store, 1)).toEqual(rows);
    expect(await rowsOf(store, 2)).toEqual(rows);
    const contents = await Promise.all([1, 2].map((one) => store.transaction((tx) => contentOf(tx, one))));
    expect(contents[0]).toEqual(contents[1]);
    expect(contents[0]!.cache.rows).toBe(histories.length);

    await store.db.updateTable('orders').set({ body: '{}' }).where('generation', '=', 2).where('order_id', '=', histories[0]![0]!.orderId).execute(); // prettier-ignore
    await store.db.deleteFrom('terms').where('generation', '=', 2).where('term', '=', 'france').execute();
    const changed = await store.transaction((tx) => contentOf(tx, 2));
    expect(changed.cache.hash).not.toBe(contents[0]!.cache.hash);
    expect(changed.search.hash).not.toBe(contents[0]!.search.hash);
  });

  test('content and position are stored together or not at all', async () => {
    await takeRecords(store, log.slice(0, 50));
    const before = [await rowsOf(store, 1), await livePositions(store)];
    const unstorable = { ...log[60]!, offset: NaN };
    await expect(takeRecords(store, [...log.slice(50, 60), unstorable])).rejects.toThrow();
    expect([await rowsOf(store, 1), await livePositions(store)]).toEqual(before);
  });

  test('a search finds the orders that hold every word, the newest first; one that has changed is no more found under what it was', async () => {
    await takeRecords(store, log);
    const completed = [...ordersOf(log).values()].filter(
      ({ told }) => told?.type === 'completed' && told.country === 'EIRE',
    );
    const { orders, found } = await foundOrders(store, 'eire COMPLETED', 3);
    expect(found).toBe(completed.length);
    expect(orders.map(({ orderId }) => orderId)).toEqual(
      completed
        .map(({ orderId }) => orderId)
        .sort()
        .reverse()
        .slice(0, 3),
    );
    expect(orders[0]).toEqual(await cachedOrder(store, orders[0]!.orderId));
    expect((await foundOrders(store, 'accepted', 3)).found).toBe(
      [...ordersOf(log).values()].filter(({ told }) => told?.type === 'accepted').length,
    );
    expect(await foundOrders(store, 'no-such-word', 3)).toEqual({ orders: [], found: 0 });
    expect(await cachedOrder(store, 'none')).toBeUndefined();
  });
});
