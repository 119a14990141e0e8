import fc from 'fast-check';
import { encode } from '@parley/marshalling';
import { eachStore } from '@parley/store/testing';
import { type Book, commandsOf, eventsOf, milestone, openBook, outboxOf, until } from './book.fixture';
import { readMilestone } from './milestones.queue';
import type { Outcome } from './order.domain';
import { type PeersFixture, servePeers } from './peers.fixture';

eachStore((_name, open) => {
  let peers: PeersFixture;
  let book: Book;

  beforeEach(async () => {
    peers = await servePeers({ A: 1000, B: 1000 });
    book = await openBook(open, peers);
  });

  afterEach(async () => {
    await book.close();
    await peers.close();
  });

  const typesOf = async (orderId: string) => (await eventsOf(book.store, orderId)).map(({ type }) => type);
  const statesOf = async (orderId: string) => (await book.orders.get(orderId))!.timeline.map(({ state }) => state);
  const unsent = async (channel: string) => (await outboxOf(book.store, channel)).map(({ destination }) => destination);

  test('paid, packed, shipped, and completed when inventory has acknowledged', async () => {
    const orderId = await book.accepted();
    await book.milestones(orderId, ['paid', 'packed', 'shipped']);
    expect(await book.stateOf(orderId)).toBe('shipped');
    expect(await unsent('grpc')).toEqual(['parley.inventory.v1.Inventory/Ship']);
    await book.startCalls();
    await until(async () => (await book.stateOf(orderId)) === 'completed');
    expect(peers.reservations.get(orderId)?.state).toBe('shipped');
    const events = await eventsOf(book.store, orderId);
    expect(events.map(({ type }) => type)).toEqual(['accepted', 'paid', 'packed', 'shipped', 'completed']);
    expect(events.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(5);
  });

  test('inventory is away: the call is repeated until it is acknowledged', async () => {
    const orderId = await book.accepted();
    peers.beforeCalls((method) => {
      if (method === 'Ship' && peers.times('Ship') < 3) throw new Error('away');
    });
    await book.startCalls();
    await book.milestones(orderId, ['paid', 'packed', 'shipped']);
    await until(async () => (await book.stateOf(orderId)) === 'completed');
    expect(peers.times('Ship')).toBe(3);
  });

  test('in any order and repeated, on the real store, milestones come to what they come to in order', async () => {
    const outcomes: Outcome[] = ['paid', 'packed', 'shipped'];
    const arrivals = fc.shuffledSubarray([0, 1, 2, 0, 1, 2], { minLength: 6 });
    await fc.assert(
      fc.asyncProperty(arrivals, async (steps) => {
        const orderId = await book.accepted();
        const all = outcomes.map((outcome, i) => milestone(orderId, i + 1, outcome));
        for (const step of steps) await book.orders.applyMilestone(all[step]!);
        expect(await statesOf(orderId)).toEqual(['pending', 'accepted', 'paid', 'packed', 'shipped']);
        expect(await typesOf(orderId)).toEqual(['accepted', 'paid', 'packed', 'shipped']);
      }),
      { numRuns: 12, seed: 3 },
    );
    expect(await book.store.db.selectFrom('early_milestones').selectAll().execute()).toEqual([]);
  });

  test('the same milestones at once, from two consumers', async () => {
    const orderId = await book.accepted();
    const all = (['shipped', 'paid', 'packed'] as const).map((o, i) => milestone(orderId, [3, 1, 2][i]!, o));
    await Promise.all([...all, ...all].map((each) => book.orders.applyMilestone(each)));
    expect(await typesOf(orderId)).toEqual(['accepted', 'paid', 'packed', 'shipped']);
    expect(await unsent('grpc')).toHaveLength(1);
  });

  test('an early one is kept, with all it says', async () => {
    const orderId = await book.accepted();
    await book.orders.cancel(orderId, Date.now() + 1000);
    await book.orders.applyMilestone(
      milestone(orderId, 2, 'cancelled', { amount: 360n, reason: 'changed their mind' }),
    );
    expect(await book.stateOf(orderId)).toBe('cancelling');
    await book.orders.applyMilestone(milestone(orderId, 1, 'paid'));
    const { order } = (await book.orders.get(orderId))!;
    expect(order).toMatchObject({ state: 'releasing', refunded: 360, reason: 'changed their mind', step: 2 });
  });

  test('declined: released, then rejected', async () => {
    const orderId = await book.accepted();
    await book.orders.applyMilestone(milestone(orderId, 1, 'declined', { reason: 'card refused' }));
    expect(await book.stateOf(orderId)).toBe('rejecting');
    expect(await typesOf(orderId)).toEqual(['accepted']);
    await book.startCalls();
    await until(async () => (await book.stateOf(orderId)) === 'rejected');
    const events = await eventsOf(book.store, orderId);
    expect(events.at(-1)).toMatchObject({ type: 'rejected', version: 2, reason: 'card refused' });
    expect(peers.stock.get('A')).toBe(1000);
  });

  test('what can never count is fatal, and may come again: its id is not taken for seen', async () => {
    const stray = milestone('no-such-order', 1, 'paid');
    for (let times = 0; times < 2; times += 1) {
      await expect(book.orders.applyMilestone(stray)).rejects.toMatchObject({ kind: 'fatal', reason: 'unknown-order' });
    }
    const orderId = await book.accepted();
    const odd = { ...milestone(orderId, 1, 'paid'), outcome: 'lost' as Outcome };
    await expect(book.orders.applyMilestone(odd)).rejects.toMatchObject({ reason: 'unknown-outcome' });
    const stepless = milestone(orderId, 0, 'paid');
    await expect(book.orders.applyMilestone(stepless)).rejects.toMatchObject({ reason: 'invalid-milestone' });
    expect(await book.stateOf(orderId)).toBe('accepted');
  });

  test('what the table does not have is seen in the timeline, and blocks nothing', async () => {
    const orderId = await book.accepted();
    await book.milestones(orderId, ['packed', 'paid']);
    const { timeline } = (await book.orders.get(orderId))!;
    expect(timeline.map(({ state, note }) => [state, note])).toEqual([
      ['pending', ''],
      ['accepted', ''],
      ['accepted', 'ignored: packed'],
      ['paid', ''],
    ]);
  });

  describe('cancel', () => {
    const soon = () => Date.now() + 1000;

    test('asked once or often: one command; fulfilment decides; the stock is released', async () => {
      const orderId = await book.accepted();
      await book.milestones(orderId, ['paid']);
      for (let times = 0; times < 3; times += 1) {
        expect((await book.orders.cancel(orderId, soon())).state).toBe('cancelling');
      }
      expect(await commandsOf(book.store)).toMatchObject([
        { destination: 'commands/payment' },
        { destination: 'commands/refund', orderId, kind: 'cancel' },
      ]);
      await book.milestones(orderId, ['packed', 'cancelled'], 2);
      await book.startCalls();
      await until(async () => (await book.stateOf(orderId)) === 'cancelled');
      expect((await book.orders.cancel(orderId, soon())).state).toBe('cancelled');
      expect(await statesOf(orderId)).toEqual([
        'pending',
        'accepted',
        'paid',
        'cancelling',
        'cancelling', // packed is only noted
        'releasing',
        'cancelled',
      ]);
      expect(await typesOf(orderId)).toEqual(['accepted', 'paid', 'cancelling', 'cancelled']);
      expect(peers.stock.get('A')).toBe(1000);
    });

    test('shipped before fulfilment saw it: the order is completed', async () => {
      const orderId = await book.accepted();
      await book.orders.cancel(orderId, soon());
      await book.milestones(orderId, ['paid', 'packed', 'shipped']);
      await book.startCalls();
      await until(async () => (await book.stateOf(orderId)) === 'completed');
      expect((await book.orders.get(orderId))!.order.reason).toBe('');
    });

    test('too late, rejected, unknown', async () => {
      const shipped = await book.accepted();
      await book.milestones(shipped, ['paid', 'packed', 'shipped']);
      const late = { code: 'FAILED_PRECONDITION', reason: 'too-late' };
      await expect(book.orders.cancel(shipped, soon())).rejects.toMatchObject(late);
      const declined = await book.accepted();
      await book.milestones(declined, ['declined']);
      await expect(book.orders.cancel(declined, soon())).rejects.toMatchObject({ ...late, reason: 'rejected' });
      await expect(book.orders.cancel('nobody', soon())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });

  test('a milestone is read in either content type; what cannot be read is fatal', () => {
    const told = { milestoneId: 'm', orderId: 'o', step: 2, outcome: 'cancelled', amount: 360n, reason: 'why' };
    for (const contentType of ['application/x-protobuf', 'application/json'] as const) {
      const read = readMilestone(encode('parley.fulfilment.v1.Milestone', told, contentType));
      expect(read).toEqual({ ...told, returnId: '' });
    }
    const broken = () => readMilestone({ contentType: 'application/json', body: Buffer.from('{') });
    expect(broken).toThrow(expect.objectContaining({ kind: 'fatal' }));
  });
});
