import { startChild } from '@parley/faults/testing';
import { eachStore } from '@parley/store/testing';
import type { CrashPoint } from '@parley/topology';
import { type Book, commandsOf, eventsOf, openBook, soon, wish } from './book.fixture';
import { type PeersFixture, servePeers } from './peers.fixture';

const fixture = `${__dirname}/crasher.fixture.ts`;

eachStore((_name, open) => {
  let peers: PeersFixture;
  let book: Book;

  beforeEach(async () => {
    peers = await servePeers({ A: 100, B: 100 });
    book = await openBook(open, peers);
  });

  afterEach(async () => {
    await book.close();
    await peers.close();
  });

  /** Does it in a process of its own, which dies at that point: nobody gets an answer. */
  async function dieAt(point: CrashPoint, job: string, argument: unknown): Promise<void> {
    const args = [job, JSON.stringify(open.place()), peers.address, JSON.stringify(argument)];
    const child = startChild(fixture, { args, env: { PARLEY_CRASH_AT: point } });
    const { signal } = await child.exited;
    expect({ signal, ...child.output() }).toEqual({ signal: 'SIGKILL', stdout: '', stderr: '' });
  }

  test('a cancel is stored and not answered: asked again, there is one cancel', async () => {
    const orderId = await book.accepted();
    await dieAt('orders.cancel.committed', 'cancel', orderId);
    expect(await book.stateOf(orderId)).toBe('cancelling');
    expect(await book.orders.cancel(orderId, soon())).toMatchObject({ state: 'cancelling' });
    expect((await commandsOf(book.store)).map(({ destination }) => destination)).toEqual([
      'commands/payment',
      'commands/refund',
    ]);
  });

  test('a return is stored and not answered: asked again, it is the same, with one refund', async () => {
    await book.startCalls();
    const orderId = await book.completed();
    const back = { key: 'C1', customer: '17850', lines: [{ sku: 'A', quantity: 2 }] };
    await dieAt('orders.return.committed', 'placeReturn', back);
    const refunds = async () => (await commandsOf(book.store)).filter((each) => each.destination === 'commands/refund');
    expect(await refunds()).toMatchObject([{ orderId, amount: '240' }]);
    expect(await book.orders.placeReturn(back)).toMatchObject({ repeated: true, parts: [{ accepted: 2 }] });
    expect(await refunds()).toHaveLength(1);
  });

  test('a sweep has taken an order and does nothing: the next lease-holder places it, once', async () => {
    const wanted = wish();
    await dieAt('orders.place.pending', 'place', wanted);
    await book.expireLeases();
    await dieAt('orders.sweep.taken', 'sweep', null);
    expect(peers.asked.map(({ method }) => method)).toEqual(['CheckStock']);
    expect(await book.orders.sweep()).toBe(0);
    await book.expireLeases();
    expect(await book.orders.sweep()).toBe(1);
    expect(await book.orders.place(wanted, soon())).toMatchObject({ repeated: true, order: { state: 'accepted' } });
    expect(await commandsOf(book.store)).toHaveLength(1);
    expect(await eventsOf(book.store)).toMatchObject([{ type: 'accepted' }]);
    expect(peers.stock.get('A')).toBe(98);
  });
});
