import fc from 'fast-check';
import { type SalesEvent, dimensions, minuteOf, ranked, reduceSales } from './sales.domain';

const line = fc.record({
  sku: fc.constantFrom('A', 'B', 'C'),
  quantity: fc.integer({ min: 1, max: 500 }),
  gross: fc.nat(100_000).map(String),
});
const event = fc.record({
  eventId: fc.uuid(),
  type: fc.constantFrom('accepted', 'paid', 'completed', 'completed', 'returned', 'cancelled'),
  placedAt: fc.constantFrom('2010-12-01T08:26:00Z', '2010-12-01T08:26:59Z', '2010-12-01T08:27:00Z'),
  country: fc.constantFrom('EIRE', 'France'),
  lines: fc.array(line, { maxLength: 4 }),
});
const events = fc.uniqueArray(event, { selector: ({ eventId }) => eventId, maxLength: 30 });
const sum = (numbers: bigint[]) => numbers.reduce((total, n) => total + n, 0n);

test('neither order nor duplicates matter', () => {
  fc.assert(
    fc.property(
      events.chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })),
      ),
      ([all, shuffled]) => expect(reduceSales(shuffled)).toEqual(reduceSales(all)),
    ),
  );
});

test('every dimension adds up to the same: completed less returned', () => {
  fc.assert(
    fc.property(events, (all) => {
      const sales = reduceSales(all);
      const gross = (type: string) =>
        sum(all.filter((each) => each.type === type).flatMap(({ lines }) => lines.map((l) => BigInt(l.gross))));
      for (const by of dimensions) {
        expect(sum([...sales[by].values()].map((sale) => sale.gross))).toBe(gross('completed') - gross('returned'));
      }
      const completed = all.filter(({ type }) => type === 'completed').length;
      expect([...sales.country.values()].reduce((total, { orders }) => total + orders, 0)).toBe(completed);
    }),
  );
});

test('adding up in parts gives the whole', () => {
  fc.assert(
    fc.property(events, fc.nat(30), (all, cut) => {
      const seen = new Set<string>();
      const parts = [reduceSales(all.slice(0, cut), seen), reduceSales(all.slice(Math.max(0, cut - 3)), seen)];
      for (const by of dimensions) {
        const whole = ranked(reduceSales(all), by, 0);
        for (const { key, gross, orders, quantity } of whole) {
          const found = parts.map((part) => part[by].get(key)).filter((sale) => sale !== undefined);
          expect(sum(found.map((sale) => sale.gross))).toBe(gross);
          expect(sum(found.map((sale) => sale.quantity))).toBe(quantity);
          expect(found.reduce((total, sale) => total + sale.orders, 0)).toBe(orders);
        }
      }
    }),
  );
});

test('by hand: a sku twice in an order is one order of it', () => {
  const at = { placedAt: '2010-12-01T08:26:30Z', country: 'EIRE' };
  const all: SalesEvent[] = [
    {
      ...at,
      eventId: '1',
      type: 'completed',
      lines: [
        { sku: 'A', quantity: 2, gross: '200' },
        { sku: 'A', quantity: 1, gross: '100' },
        { sku: 'B', quantity: 1, gross: '900' },
      ],
    },
    { ...at, eventId: '2', type: 'returned', lines: [{ sku: 'A', quantity: 1, gross: '100' }] },
    { ...at, eventId: '3', type: 'accepted', lines: [{ sku: 'A', quantity: 9, gross: '9' }] },
  ];
  const sales = reduceSales(all);
  expect(ranked(sales, 'product', 0)).toEqual([
    { key: 'B', quantity: 1n, gross: 900n, orders: 1 },
    { key: 'A', quantity: 2n, gross: 200n, orders: 1 },
  ]);
  expect(ranked(sales, 'product', 1)).toHaveLength(1);
  expect(ranked(sales, 'minute', 0)).toEqual([{ key: '2010-12-01T08:26Z', quantity: 3n, gross: 1100n, orders: 1 }]);
});

test('minutes are UTC, and what is no time is refused', () => {
  expect(minuteOf('2010-12-01T09:26:00+01:00')).toBe('2010-12-01T08:26Z');
  expect(() => minuteOf('yesterday')).toThrow(RangeError);
});
