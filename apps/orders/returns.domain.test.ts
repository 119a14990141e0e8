import fc from 'fast-check';
import { type BoughtLine, amountsByOrder, matchReturn, refundFor, refundsOf } from './returns.domain';

const line = (over: Partial<BoughtLine>): BoughtLine => ({
  orderId: 'o1',
  line: 1,
  sku: 'A',
  quantity: 3,
  returned: 0,
  net: 84n,
  gross: 100n,
  ...over,
});
const everything = () => true;
const ask = (sku: string, quantity: number, at = 1) => ({ line: at, sku, quantity });

test('the newest order is matched first, and a line is split over orders', () => {
  const bought = [
    line({ orderId: 'new', quantity: 2, gross: 50n }),
    line({ orderId: 'old', quantity: 5, gross: 500n }),
  ];
  const parts = matchReturn('c', [ask('A', 4)], bought, everything);
  expect(parts.map((p) => 'refund' in p && [p.refund.orderId, p.accepted, p.refund.gross])).toEqual([
    ['new', 2, 50n],
    ['old', 2, 200n],
  ]);
});

test('what was returned before is not matched again', () => {
  const parts = matchReturn('c', [ask('A', 3)], [line({ quantity: 3, returned: 2 })], everything);
  expect(parts).toMatchObject([
    { accepted: 1, refund: { quantity: 1 } },
    { accepted: 0, reason: '2 more than this customer bought and has not returned' },
  ]);
});

test('two lines of one return do not match the same piece twice', () => {
  const parts = matchReturn('c', [ask('A', 2, 1), ask('A', 2, 2)], [line({ quantity: 3 })], everything);
  expect(refundsOf(parts).map((r) => r.quantity)).toEqual([2, 1]);
  expect(parts.at(-1)).toMatchObject({ line: 2, accepted: 0 });
});

test('unknown skus, guests and what matches nothing are refused with a reason', () => {
  const known = (sku: string) => sku !== 'D';
  expect(matchReturn('c', [ask('D', 1)], [], known)).toMatchObject([{ accepted: 0, reason: 'unknown sku' }]);
  expect(matchReturn('', [ask('A', 1)], [line({})], known)).toMatchObject([
    { accepted: 0, reason: 'a guest has no account to refund to' },
  ]);
  expect(matchReturn('c', [ask('B', 1)], [line({})], known)).toMatchObject([
    { accepted: 0, reason: 'no completed order of this customer has it' },
  ]);
});

test('refunds of one order add up to one sum', () => {
  const bought = [line({ sku: 'A', gross: 30n }), line({ line: 2, sku: 'B', gross: 12n }), line({ orderId: 'o2' })];
  const parts = matchReturn('c', [ask('A', 6), ask('B', 3)], bought, everything);
  expect(amountsByOrder(refundsOf(parts))).toEqual(
    new Map([
      ['o1', 42n],
      ['o2', 100n],
    ]),
  );
});

test('however a line comes back in pieces, its refunds add up to its price, and never exceed it before', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 9n }),
      fc.bigInt({ min: 0n, max: 10n ** 9n }),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 }),
      (gross, net, pieces) => {
        let bought = line({ gross, net, quantity: pieces.reduce((a, b) => a + b) });
        let [grossBack, netBack] = [0n, 0n];
        for (const count of pieces) {
          const refund = refundFor(bought, count);
          expect(refund.gross >= 0n).toBe(true);
          grossBack += refund.gross;
          netBack += refund.net;
          expect(grossBack <= gross && netBack <= net).toBe(true);
          bought = { ...bought, returned: bought.returned + count };
        }
        expect([grossBack, netBack]).toEqual([gross, net]);
      },
    ),
  );
});

const sku = fc.constantFrom('A', 'B', 'C');
const boughtLines = fc.array(
  fc.record({ sku, quantity: fc.integer({ min: 1, max: 9 }), gross: fc.bigInt({ min: 0n, max: 9999n }) }),
  { maxLength: 6 },
);
const askedLines = fc.array(fc.record({ sku, quantity: fc.integer({ min: 1, max: 9 }) }), { maxLength: 6 });

test('over any number of returns: no line gives back more than it has, and every piece asked is answered once', () => {
  fc.assert(
    fc.property(boughtLines, fc.array(askedLines, { maxLength: 4 }), (lines, returns) => {
      const bought = lines.map((l, i) => line({ ...l, orderId: `o${i}`, net: l.gross }));
      const paidBack = new Map<string, bigint>();
      for (const asked of returns) {
        const wanted = asked.map((l, i) => ({ ...l, line: i + 1 }));
        const parts = matchReturn('c', wanted, bought, everything);
        for (const { line: at, quantity } of wanted) {
          const accepted = parts.filter((p) => p.line === at).reduce((sum, p) => sum + p.accepted, 0);
          const refusals = parts.filter((p) => p.line === at && 'reason' in p).length;
          expect(accepted <= quantity).toBe(true);
          expect(refusals).toBe(accepted < quantity ? 1 : 0);
        }
        for (const refund of refundsOf(parts)) {
          const from = bought.find((l) => l.orderId === refund.orderId)!;
          from.returned += refund.quantity;
          expect(from.sku).toBe(refund.sku);
          paidBack.set(from.orderId, (paidBack.get(from.orderId) ?? 0n) + refund.gross);
        }
      }
      for (const l of bought) {
        expect(l.returned <= l.quantity).toBe(true);
        expect((paidBack.get(l.orderId) ?? 0n) <= l.gross).toBe(true);
        if (l.returned === l.quantity) expect(paidBack.get(l.orderId) ?? 0n).toBe(l.gross);
      }
    }),
  );
});
