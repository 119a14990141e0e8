import { Fatal } from '@parley/faults';
import { eachStore } from '@parley/store/testing';
import { parseHeaders, span } from '@parley/tracing';
import { type Book, commandsOf, eventsOf, openBook, outboxOf, soon, until, wish } from './book.fixture';
import { type PeersFixture, servePeers } from './peers.fixture';

/** A door that calls wait at. */
function gate() {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

eachStore((_name, open) => {
  let peers: PeersFixture;
  let book: Book;

  beforeEach(async () => {
    peers = await servePeers({ A: 10, B: 10, C: 0 });
    book = await openBook(open, peers);
  });

  afterEach(async () => {
    peers.beforeCalls(() => undefined);
    await book.close();
    await peers.close();
  });

  const rows = async () => Number((await book.store.db.selectFrom('orders').select('order_id').execute()).length);

  test('an accepted order: priced, reserved, told, and its payment commanded, all in one', async () => {
    const { order, repeated } = await book.orders.place(wish(), soon());
    expect(repeated).toBe(false);
    expect(order).toMatchObject({ state: 'accepted', net: 300, vat: 60, gross: 360, parcels: 2, version: 1 });
    const view = (await book.orders.get(order.order_id))!;
    expect(view.lines).toMatchObject([
      { line: 1, sku: 'A', quantity: 2, unit_price: 100, gross: 240, returned: 0 },
      { line: 2, sku: 'B', quantity: 1, unit_price: 100, gross: 120, returned: 0 },
    ]);
    expect(view.timeline.map(({ state }) => state)).toEqual(['pending', 'accepted']);
    expect(await commandsOf(book.store)).toMatchObject([
      { destination: 'commands/payment', orderId: order.order_id, customer: '17850', amount: '360', parcels: 2 },
    ]);
    expect(await eventsOf(book.store)).toMatchObject([
      { orderId: order.order_id, version: 1, type: 'accepted', placedAt: '2010-12-01T08:26:00.000Z', gross: '360' },
    ]);
    expect(peers.stock.get('A')).toBe(8);
  });

  test('asks in the order that the book promises, and never reserves before the order is stored', async () => {
    const stored: number[] = [];
    peers.beforeCalls(async () => void stored.push(await rows()));
    await book.orders.place(wish(), soon());
    expect(peers.asked.map(({ method }) => method)).toEqual(['CheckStock', 'Quote', 'Reserve']);
    expect(stored).toEqual([0, 1, 1]);
  });

  test('the trace an order was placed in goes with all that it leads to', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const spec = { name: 'Place', kind: 'server', style: 'grpc', channel: 'test', parent: { traceparent } } as const;
    await span(spec, () => book.orders.place(wish(), soon()));
    const messages = [...(await outboxOf(book.store, 'rabbitmq')), ...(await outboxOf(book.store, 'kafka'))];
    expect(messages.map(({ trace }) => parseHeaders(trace)?.traceId)).toEqual([
      '0af7651916cd43dd8448eb211c80319c',
      '0af7651916cd43dd8448eb211c80319c',
    ]);
  });

  test('repeated skus add up', async () => {
    const lines = [1, 2, 3].map((quantity) => ({ sku: 'A', quantity }));
    const { order } = await book.orders.place(wish({ lines }), soon());
    expect((await book.orders.get(order.order_id))!.lines).toMatchObject([{ sku: 'A', quantity: 6, gross: 720 }]);
  });

  test('the same key again: the same order, nothing new', async () => {
    const same = wish();
    const first = await book.orders.place(same, soon());
    const second = await book.orders.place({ ...same }, soon());
    expect(second).toMatchObject({ repeated: true, order: { order_id: first.order.order_id } });
    expect(await rows()).toBe(1);
    expect(peers.stock.get('A')).toBe(8);
  });

  test('the same key ten times at once: one order', async () => {
    const same = wish();
    const answers = await Promise.all(Array.from({ length: 10 }, () => book.orders.place(same, soon())));
    expect(new Set(answers.map(({ order }) => order.order_id)).size).toBe(1);
    expect(answers.filter(({ repeated }) => !repeated).length).toBe(1);
    expect(await eventsOf(book.store)).toHaveLength(1);
    expect(peers.stock.get('A')).toBe(8);
  });

  test('the same key with another body is refused', async () => {
    const same = wish();
    await book.orders.place(same, soon());
    const other = book.orders.place({ ...same, lines: [{ sku: 'A', quantity: 3 }] }, soon());
    await expect(other).rejects.toMatchObject({ code: 'ALREADY_EXISTS', reason: 'key-reused' });
    expect(await rows()).toBe(1);
  });

  test('unknown products are named by their fields, and nothing is stored', async () => {
    const lines = [
      { sku: 'A', quantity: 1 },
      { sku: 'X', quantity: 1 },
      { sku: 'X', quantity: 2 },
    ];
    await expect(book.orders.place(wish({ lines }), soon())).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      fieldViolations: [{ field: 'lines[1].sku' }, { field: 'lines[2].sku' }],
    });
    expect(await rows()).toBe(0);
    expect(await eventsOf(book.store)).toEqual([]);
  });

  test('an unknown country is named, and nothing is stored, nor anybody asked', async () => {
    await expect(book.orders.place(wish({ country: 'Österreich' }), soon())).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      reason: 'unknown-country',
      fieldViolations: [{ field: 'country', description: expect.stringContaining('Austria') }],
    });
    expect([await rows(), await eventsOf(book.store), peers.asked]).toEqual([0, [], []]);
  });

  test('short already: rejected with the reason, and nothing was reserved', async () => {
    const { order } = await book.orders.place(wish({ lines: [{ sku: 'A', quantity: 11 }] }), soon());
    expect(order).toMatchObject({ state: 'rejected', reason: 'out of stock: A (wanted 11, have 10)', version: 1 });
    expect(await eventsOf(book.store)).toMatchObject([{ type: 'rejected', version: 1 }]);
    expect(peers.times('Reserve')).toBe(0);
    expect(await commandsOf(book.store)).toEqual([]);
  });

  test('short only when it is reserved: rejected too, and there is nothing to release', async () => {
    peers.beforeCalls((method) => void (method === 'Reserve' && peers.stock.set('B', 0)));
    const { order } = await book.orders.place(wish(), soon());
    expect(order).toMatchObject({ state: 'rejected', reason: 'out of stock: B (wanted 1, have 0)' });
    expect(await outboxOf(book.store, 'grpc')).toEqual([]);
    expect(peers.stock.get('A')).toBe(10);
  });

  test('what can never be priced is rejected at once', async () => {
    peers.beforeCalls((method) => {
      if (method === 'Quote') throw new Fatal('line 1: no-price', { reason: 'no-price' });
    });
    const { order } = await book.orders.place(wish(), soon());
    expect(order).toMatchObject({ state: 'rejected', reason: 'cannot be priced: line 1: no-price' });
    expect(peers.times('Reserve')).toBe(0);
  });

  test('pricing is away: unavailable by the deadline; when it is back, the sweep places the order', async () => {
    let away = true;
    peers.beforeCalls((method) => {
      if (away && method === 'Quote') throw new Error('away');
    });
    const same = wish();
    await expect(book.orders.place(same, Date.now() + 300)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      reason: 'still-pending',
    });
    const waiting = book.orders.place(same, soon()); // the same key meanwhile waits for the answer
    away = false;
    await until(async () => (await book.orders.sweep()) === 1);
    expect(await waiting).toMatchObject({ repeated: true, order: { state: 'accepted' } });
    expect(peers.times('CheckStock')).toBe(1);
    expect(await rows()).toBe(1);
  });

  test('a process that died after Reserve: the sweep reserves the same again and accepts', async () => {
    const door = gate();
    peers.beforeCalls(async (method) => {
      if (method === 'Reserve' && peers.times('Reserve') === 1) await door.opened;
    });
    const first = book.orders.place(wish(), soon());
    await until(() => peers.times('Reserve') === 1);
    await book.expireLeases();
    await book.orders.sweep();
    expect(await rows()).toBe(1);
    door.open(); // the one that was thought dead comes back with its answer
    const { order } = await first;
    await book.orders.idle();
    expect(order.state).toBe('accepted');
    expect(await eventsOf(book.store)).toMatchObject([{ type: 'accepted' }]);
    expect(await commandsOf(book.store)).toHaveLength(1);
    expect(peers.stock.get('A')).toBe(8);
  });

  test('given up after so many failures: released for sure, and answered only then', async () => {
    peers.beforeCalls((method) => {
      if (method === 'Reserve') throw new Error('away');
    });
    const answer = book.orders.place(wish(), soon());
    await until(() => book.failures.length === 1);
    for (const attempts of [2, 3]) {
      await book.expireLeases();
      await book.orders.sweep();
      expect(book.failures).toHaveLength(attempts);
    }
    const [{ order_id: orderId }] = (await book.store.db.selectFrom('orders').select('order_id').execute()) as [
      { order_id: string },
    ];
    expect(await book.stateOf(orderId)).toBe('rejecting');
    expect(await outboxOf(book.store, 'grpc')).toMatchObject([
      { destination: 'parley.inventory.v1.Inventory/Release', message: { orderId } },
    ]);
    expect(await eventsOf(book.store)).toEqual([]);
    await book.startCalls();
    const { order } = await answer;
    expect(order.state).toBe('rejected');
    expect(order.reason).toMatch(/^could not be placed: /);
    expect(await eventsOf(book.store)).toMatchObject([{ type: 'rejected', version: 1 }]);
    peers.beforeCalls(() => undefined);
    expect(peers.reservations.get(orderId)?.state).toBe('released');
  });

  test('processes that die one after another at the same order do not go on for ever', async () => {
    const door = gate();
    peers.beforeCalls((method) => (method === 'Quote' ? door.opened : undefined));
    const answer = book.orders.place(wish(), soon());
    await until(() => peers.times('Quote') === 1);
    await book.store.transaction((tx) => tx.updateTable('orders').set({ attempts: 3, lease_until: 1 }).execute());
    await book.orders.sweep();
    await book.startCalls();
    expect((await answer).order).toMatchObject({ state: 'rejected', reason: 'could not be placed in 3 attempts' });
    door.open();
    await book.orders.idle(); // the late attempt meets the tombstone
    expect(await eventsOf(book.store)).toMatchObject([{ type: 'rejected' }]);
    expect(peers.stock.get('A')).toBe(10);
  });
});
