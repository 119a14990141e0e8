import fc from 'fast-check';
import { readRecord } from './events.domain';
import { lagOf, openSamples } from './lag.domain';
import { bodyOf, ordersOf } from './order.domain';
import { asked, termsOf, wordsOf } from './terms.domain';
import { logOf, someHistories } from './testing/log';

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const bodies = (records: Parameters<typeof ordersOf>[0]) => [...ordersOf(records).values()].map(bodyOf).sort();

test('whatever the order in which records come in, and however often, the orders are the same', () => {
  fc.assert(
    fc.property(seeds, fc.func(fc.integer()), (seed, rank) => {
      const log = logOf(someHistories(6, seed), seed).map(readRecord);
      const mixed = [...log, ...log].map((record, n) => ({ record, by: rank(seed, n) }));
      const shuffled = mixed.sort((a, b) => a.by - b.by).map(({ record }) => record);
      expect(bodies(shuffled)).toEqual(bodies(log));
    }),
    { seed: 6, numRuns: 200 },
  );
});

test('an order is as its latest event tells it, less what came back, once an event', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const histories = someHistories(8, seed);
      const orders = ordersOf(logOf(histories, seed).map(readRecord));
      expect(orders.size).toBe(histories.length);
      for (const events of histories) {
        const whole = events.filter(({ type }) => type !== 'returned').at(-1)!;
        const back = events.filter(({ type }) => type === 'returned');
        const order = orders.get(whole.orderId)!;
        expect(order.told).toMatchObject({ type: whole.type, country: whole.country, gross: whole.gross });
        expect([order.version, order.refunded]).toEqual([events.length, String(50 * back.length)]);
        expect(order.returned).toEqual(back.length > 0 ? { 1: back.length } : {});
        expect(termsOf(order)).toEqual(expect.arrayContaining([whole.type, ...wordsOf(whole.country), whole.orderId]));
      }
    }),
    { seed: 6, numRuns: 100 },
  );
});

test('words: lower case, without accents; an id is one word', () => {
  expect(wordsOf('Côte d’Azur, 85123A; côte')).toEqual(['cote', 'd', 'azur', '85123a']);
  expect(asked('FRANCE 0190A-1-000001 state:paid')).toEqual(['france', '0190a-1-000001', 'state', 'paid']);
  expect(asked(' ,. ')).toEqual([]);
});

test('what no event can be made of is no event, and says why', () => {
  const bad = { partition: 2, offset: '7', value: Buffer.from('{'), headers: { 'content-type': 'application/json' } };
  expect(readRecord(bad)).toEqual({ partition: 2, offset: 7, event: undefined, reason: 'undecodable' });
  const [record] = logOf([[{ ...someHistories(1, 1)[0]![0]!, orderId: '' }]], 1);
  expect(readRecord(record!)).toMatchObject({ event: undefined, reason: 'invalid-event' });
});

test('lag: what is missing, and the age of the last that is in where anything is; nothing when all is in', () => {
  const at = '2026-01-01T00:00:00.000Z';
  const now = Date.parse(at) + 500;
  const inPlace = { partition: 0, next: 5, at, end: 5 };
  expect(lagOf([inPlace], now)).toEqual({ events: 0, ms: 0 });
  expect(lagOf([inPlace, { partition: 1, next: 2, at, end: 9 }], now)).toEqual({ events: 7, ms: 500 });
  const samples = openSamples(3);
  for (const ms of [9, 1, 2, 3]) samples.add(ms);
  expect(samples.summary()).toEqual({ events: 3, p50: 2, p99: 3, max: 3 });
});
