import fc from 'fast-check';
import {
  type Decision,
  type Move,
  type ReservationState,
  type StockLine,
  mergeLines,
  release,
  reserve,
  restock,
  ship,
  shortagesOf,
} from './stock.domain';

const level = (available: number, unlimited = false) => ({ available, unlimited });

test('all lines or none, and what is short is named', () => {
  const levels = new Map([
    ['A', level(5)],
    ['B', level(2)],
  ]);
  expect(
    reserve(
      [
        { sku: 'A', quantity: 5 },
        { sku: 'B', quantity: 3 },
      ],
      levels,
    ),
  ).toEqual({
    state: 'refused',
    moves: [],
    shortages: [{ sku: 'B', wanted: 3, available: 2, unknown: false }],
  });
  expect(reserve([{ sku: 'A', quantity: 5 }], levels)).toEqual({
    state: 'reserved',
    moves: [{ sku: 'A', available: -5, reserved: 5, sold: 0 }],
    shortages: [],
  });
});

test('an unknown product is short; an unlimited one never is', () => {
  expect(shortagesOf([{ sku: 'X', quantity: 1 }], new Map())).toEqual([
    { sku: 'X', wanted: 1, available: 0, unknown: true },
  ]);
  expect(shortagesOf([{ sku: 'POST', quantity: 9 }], new Map([['POST', level(-4, true)]]))).toEqual([]);
});

test('a release before the reserve leaves a tombstone; a release of what was shipped is refused', () => {
  expect(release(undefined, [])).toEqual({ state: 'released', moves: [] });
  expect(release('refused', [])).toEqual({ state: 'refused', moves: [] });
  expect(release('shipped', [{ sku: 'A', quantity: 1 }])).toEqual({ refused: 'already-shipped' });
  expect(ship('released', [])).toEqual({ refused: 'not-reserved' });
  expect(ship(undefined, [])).toEqual({ refused: 'not-reserved' });
});

interface Product {
  initial: number;
  available: number;
  reserved: number;
  sold: number;
  unlimited: boolean;
}

/** The stock as the service keeps it, in memory: reservations by order, restocks by return. */
function stockRoom(products: Record<string, Product>) {
  const reservations = new Map<string, { state: ReservationState; lines: StockLine[] }>();
  const restocks = new Set<string>();
  const move = (moves: Move[]) => {
    for (const m of moves) {
      const product = products[m.sku]!;
      product.available += m.available;
      product.reserved += m.reserved;
      product.sold += m.sold;
    }
  };
  const settle = (id: string, decision: Decision, lines: StockLine[]) => {
    if ('refused' in decision) return;
    reservations.set(id, { state: decision.state, lines });
    move(decision.moves);
  };
  return {
    reservations,
    reserve: (id: string, lines: StockLine[]) => {
      if (!reservations.has(id)) settle(id, reserve(lines, new Map(Object.entries(products))), lines);
    },
    ship: (id: string) => settle(id, ship(reservations.get(id)?.state, linesOf(id)), linesOf(id)),
    release: (id: string) => settle(id, release(reservations.get(id)?.state, linesOf(id)), linesOf(id)),
    restock: (id: string, lines: StockLine[]) => {
      if (restocks.has(id) || lines.some((l) => products[l.sku]!.sold < l.quantity)) return;
      restocks.add(id);
      move(restock(lines));
    },
  };
  function linesOf(id: string) {
    return reservations.get(id)?.lines ?? [];
  }
}

test('any sequence of changes, with repeats, keeps initial = available + reserved + sold, and nothing is oversold', () => {
  const id = fc.constantFrom('o1', 'o2', 'o3');
  const lines = fc
    .array(fc.record({ sku: fc.constantFrom('A', 'B', 'POST'), quantity: fc.integer({ min: 1, max: 6 }) }), {
      minLength: 1,
      maxLength: 4,
    })
    .map(mergeLines);
  const call = fc.oneof(
    fc.record({ kind: fc.constant('reserve' as const), id, lines }),
    fc.record({ kind: fc.constant('restock' as const), id, lines }),
    fc.record({ kind: fc.constantFrom('ship' as const, 'release' as const), id }),
  );
  const seen = new Set<ReservationState>();
  fc.assert(
    fc.property(fc.array(call, { maxLength: 40 }), (calls) => {
      const product = (initial: number, unlimited = false): Product => ({
        initial,
        available: initial,
        reserved: 0,
        sold: 0,
        unlimited,
      });
      const products = { A: product(8), B: product(5), POST: product(0, true) };
      const room = stockRoom(products);
      for (const c of calls) {
        if (c.kind === 'reserve') room.reserve(c.id, c.lines);
        if (c.kind === 'restock') room.restock(c.id, c.lines);
        if (c.kind === 'ship') room.ship(c.id);
        if (c.kind === 'release') room.release(c.id);
        for (const p of Object.values(products)) {
          expect(p.available + p.reserved + p.sold).toBe(p.initial);
          expect(p.reserved >= 0 && p.sold >= 0 && (p.unlimited || p.available >= 0)).toBe(true);
        }
      }
      for (const { state } of room.reservations.values()) seen.add(state);
    }),
    { seed: 3, numRuns: 500 },
  );
  expect([...seen].sort()).toEqual(['refused', 'released', 'reserved', 'shipped']);
});
