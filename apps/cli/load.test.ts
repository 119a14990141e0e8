import type { Invoice } from './demand.domain';
import { follow } from './events.http';
import { openGateway } from './gateway.http';
import { load } from './load.service';
import { startShop } from './testing/shop';

type Shop = Awaited<ReturnType<typeof startShop>>;
let shop: Shop;
afterEach(() => shop.stop());

const order = (invoice: string, customer: string | null = null): Invoice => ({
  invoice, kind: 'order', customer, country: 'France', placedAt: '2010-12-01T08:26:00Z', lines: [{ sku: '85123A', quantity: 1 }],
}); // prettier-ignore
const back = (invoice: string, customer: string): Invoice => ({
  ...order(invoice, customer), kind: 'cancellation', lines: [{ sku: '85123A', quantity: -1 }, { sku: 'D', quantity: -2 }],
}); // prettier-ignore
const many = (count: number) => Array.from({ length: count }, (_order, i) => order(`${i}`));

const run = (invoices: Invoice[], more: object = {}) =>
  load({
    gateway: openGateway(shop.url), invoices, concurrency: 4, rate: Infinity, patienceMs: 20_000,
    signal: new AbortController().signal, onProgress: () => undefined, ...more,
  }); // prettier-ignore

test('places all, the invoice number being the key, and ends when all are final', async () => {
  shop = await startShop();
  const tally = await run(many(50));
  expect(tally).toMatchObject({ orders: 50, placed: 50, known: 0, completed: 50, notFinal: 0, refused: [] });
  expect(shop.posts.map(({ key }) => key).sort()).toEqual(many(50).map(({ invoice }) => invoice).sort()); // prettier-ignore
  expect(Math.max(...shop.posts.map(({ open }) => open))).toBeGreaterThan(0);
});

test('a second time nothing is ordered', async () => {
  shop = await startShop();
  await run(many(10));
  const again = await run(many(10));
  expect(again).toMatchObject({ placed: 10, known: 10, completed: 10, notFinal: 0 });
  expect(shop.placed.size).toBe(10);
});

test('a return goes when all before it is final, with positive quantities, and is waited for', async () => {
  shop = await startShop();
  const tally = await run([...many(5), back('C1', 'a'), order('6', 'a')]);
  const at = shop.posts.findIndex(({ path }) => path === '/api/returns');
  expect(shop.posts[at]).toMatchObject({ key: 'C1', open: 0 });
  expect(shop.posts.at(-1)!.key).toBe('6');
  expect(tally.returned).toEqual({ requests: 1, completed: 1, matched: 1, refusedLines: 1, orders: 1 });
  expect(tally.notFinal).toBe(0);
});

test('answers of 503 are tried again with the same key', async () => {
  shop = await startShop({ outage: 6 });
  const tally = await run(many(5));
  expect(tally).toMatchObject({ placed: 5, completed: 5, notFinal: 0 });
  expect(shop.posts.length).toBe(11);
  expect(shop.placed.size).toBe(5);
});

test('when nothing moves it gives up, and says how many are not final', async () => {
  shop = await startShop({ silent: true });
  const tally = await run(many(3), { patienceMs: 300 });
  expect(tally).toMatchObject({ placed: 3, completed: 0, notFinal: 3 });
});

test('events go on after a broken connection, without gap or repetition', async () => {
  shop = await startShop({ silent: true });
  const stop = new AbortController();
  const seen: string[] = [];
  const order = (n: number) => ({ id: `${n}`, key: `${n}`, state: 'accepted' });
  [1, 2, 3].forEach((n) => shop.complete(order(n)));
  for await (const { sequence } of follow(shop.url, { signal: stop.signal })) {
    seen.push(sequence);
    if (seen.length === 3) {
      shop.cut();
      [4, 5].forEach((n) => shop.complete(order(n)));
    }
    if (seen.length === 5) stop.abort();
  }
  expect(seen).toEqual(['1', '2', '3', '4', '5']);
});
