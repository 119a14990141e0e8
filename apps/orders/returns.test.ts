import { eachStore } from '@parley/store/testing';
import { v7 as uuid } from 'uuid';
import { type Book, commandsOf, eventsOf, milestone, openBook, outboxOf, until } from './book.fixture';
import { type PeersFixture, servePeers } from './peers.fixture';

eachStore((_name, open) => {
  let peers: PeersFixture;
  let book: Book;

  beforeEach(async () => {
    peers = await servePeers({ A: 100, B: 100 });
    book = await openBook(open, peers);
    await book.startCalls();
  });

  afterEach(async () => {
    await book.close();
    await peers.close();
  });

  const bring = (lines: { sku: string; quantity: number }[], over: { key?: string; customer?: string } = {}) =>
    book.orders.placeReturn({ key: uuid(), customer: '17850', lines, ...over });
  const refunds = async () =>
    (await commandsOf(book.store)).filter(({ destination }) => destination === 'commands/refund');
  const returnState = async (id: string) => (await book.orders.getReturn(id))!.row.state;

  /** Fulfilment's answers to every refund commanded so far, steps from 4 on. */
  async function giveBack() {
    const steps = new Map<string, number>();
    for (const command of (await refunds()) as { orderId?: string; returnId?: string; amount?: string }[]) {
      const orderId = command.orderId!;
      const step = (steps.get(orderId) ?? 3) + 1;
      steps.set(orderId, step);
      const { order } = (await book.orders.get(orderId))!;
      if (order.step >= step) continue;
      const { returnId, amount = '0' } = command;
      await book.orders.applyMilestone(milestone(orderId, step, 'refunded', { returnId, amount: BigInt(amount) }));
    }
  }

  test('matched to the newest order first; refunded an order, restocked once, told order by order', async () => {
    const older = await book.completed({ placedAt: '2010-12-01T08:00:00.000Z' });
    const newer = await book.completed({ placedAt: '2010-12-02T08:00:00.000Z' });
    const { row, parts } = await bring([
      { sku: 'A', quantity: 3 },
      { sku: 'B', quantity: 1 },
    ]);
    expect(row).toMatchObject({ state: 'pending', refunded: 0 });
    expect(parts).toMatchObject([
      { line: 1, sku: 'A', quantity: 3, accepted: 2, order_id: newer, refund: 240 },
      { line: 1, sku: 'A', quantity: 3, accepted: 1, order_id: older, refund: 120 },
      { line: 2, sku: 'B', quantity: 1, accepted: 1, order_id: newer, refund: 120 },
    ]);
    expect(await refunds()).toMatchObject([
      { orderId: newer, kind: 'return', returnId: row.return_id, amount: '360' },
      { orderId: older, kind: 'return', returnId: row.return_id, amount: '120' },
    ]);
    expect(peers.times('Restock')).toBe(0);

    await giveBack();
    await until(async () => (await returnState(row.return_id)) === 'completed');
    expect((await book.orders.getReturn(row.return_id))!.row.refunded).toBe(480);
    expect((await book.orders.get(newer))!.order).toMatchObject({ state: 'completed', refunded: 360, version: 6 });
    expect(peers.stock.get('A')).toBe(100 - 4 + 3);
    const returned = (await eventsOf(book.store)).filter(({ type }) => type === 'returned');
    expect(returned).toMatchObject([
      { orderId: newer, version: 6, gross: '360', net: '300', vat: '60' },
      { orderId: older, version: 6, gross: '120', net: '100', vat: '20' },
    ]);
    expect(returned[0]!.lines).toMatchObject([
      { sku: 'A', quantity: 2, gross: '240' },
      { sku: 'B', quantity: 1, gross: '120' },
    ]);
  });

  test('over several returns never more than was bought, and in all exactly what was paid', async () => {
    const orderId = await book.completed({ lines: [{ sku: 'A', quantity: 3 }] });
    const accepted: number[] = [];
    for (let times = 0; times < 4; times += 1) {
      const { parts } = await bring([{ sku: 'A', quantity: 1 }]);
      accepted.push(parts[0]!.accepted);
    }
    expect(accepted).toEqual([1, 1, 1, 0]);
    await giveBack();
    const { order } = (await book.orders.get(orderId))!;
    expect(order.refunded).toBe(order.gross);
    await until(async () => peers.stock.get('A') === 100);
  });

  test('two returns at once do not both get the last piece', async () => {
    await book.completed({ lines: [{ sku: 'A', quantity: 1 }] });
    const both = await Promise.all([bring([{ sku: 'A', quantity: 1 }]), bring([{ sku: 'A', quantity: 1 }])]);
    expect(both.flatMap(({ parts }) => parts.map(({ accepted }) => accepted)).sort()).toEqual([0, 1]);
  });

  test('only completed orders, only this customer’s', async () => {
    await book.accepted({ lines: [{ sku: 'A', quantity: 1 }] });
    await book.completed({ customer: 'someone else', lines: [{ sku: 'A', quantity: 1 }] });
    const { row, parts } = await bring([{ sku: 'A', quantity: 1 }]);
    expect(parts).toMatchObject([{ accepted: 0, order_id: '', reason: 'no completed order of this customer has it' }]);
    expect(row.state).toBe('completed');
    expect(await refunds()).toEqual([]);
  });

  test('unknown products and guests are refused, not an error', async () => {
    await book.completed();
    const known = await bring([
      { sku: 'A', quantity: 1 },
      { sku: 'D', quantity: 1 },
    ]);
    expect(known.parts).toMatchObject([{ accepted: 1 }, { accepted: 0, reason: 'unknown sku' }]);
    const guest = await bring([{ sku: 'A', quantity: 1 }], { customer: '' });
    expect(guest.parts).toMatchObject([{ accepted: 0, reason: 'a guest has no account to refund to' }]);
  });

  test('the same key: the same return; another body is refused', async () => {
    await book.completed();
    const key = 'C536379';
    const lines = [{ sku: 'A', quantity: 1 }];
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => bring(lines, { key })));
    for (const other of others) expect(other.row.return_id).toBe(first!.row.return_id);
    expect(await bring(lines, { key })).toMatchObject({ repeated: true });
    expect(await refunds()).toHaveLength(1);
    const other = bring([{ sku: 'A', quantity: 2 }], { key });
    await expect(other).rejects.toMatchObject({ code: 'ALREADY_EXISTS', reason: 'key-reused' });
  });

  test('refunds that come twice, or of a return that is done, count once', async () => {
    const orderId = await book.completed();
    const { row } = await bring([{ sku: 'B', quantity: 1 }]);
    const { return_id: returnId } = row;
    const back = milestone(orderId, 4, 'refunded', { returnId, amount: 120n });
    await book.orders.applyMilestone(back);
    await book.orders.applyMilestone(back);
    await until(async () => (await returnState(returnId)) === 'completed');
    await book.orders.applyMilestone(milestone(orderId, 4, 'refunded', { returnId, amount: 120n }));
    expect((await book.orders.get(orderId))!.order.refunded).toBe(120);
    expect((await outboxOf(book.store, 'grpc')).filter(({ destination }) => /Restock/.test(destination))).toHaveLength(
      1,
    );
  });

  test('what cost nothing comes back without a refund', async () => {
    const orderId = await book.completed();
    await book.store.transaction((tx) => tx.updateTable('order_lines').set({ net: 0, vat: 0, gross: 0 }).execute());
    const { row } = await bring([{ sku: 'A', quantity: 1 }]);
    await until(async () => (await returnState(row.return_id)) === 'completed');
    expect(await refunds()).toEqual([]);
    expect((await eventsOf(book.store, orderId)).at(-1)).toMatchObject({ type: 'returned', gross: '0' });
  });
});
