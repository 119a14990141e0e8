/** Pieces of one product. A set of them names each product once: see `mergeLines`. */
export interface StockLine {
  sku: string;
  quantity: number;
}

/** What is left to buy. Postage and the like are `unlimited`: never short, `available` goes below zero instead. */
export interface Level {
  available: number;
  unlimited: boolean;
}

export interface Shortage {
  sku: string;
  wanted: number;
  available: number;
  unknown: boolean;
}

/**
 * What has become of an order's reservation. `refused` is kept like the rest, so that a Reserve sent twice gets one
 * answer, whatever has come into stock meanwhile; so is `released`, with or without a reservation before it.
 */
export type ReservationState = 'reserved' | 'refused' | 'released' | 'shipped';

/** What is added to each number of a product. The three add up to zero: pieces are moved, never made. */
export interface Move {
  sku: string;
  available: number;
  reserved: number;
  sold: number;
}

/** The next state of a reservation, and the moves that go with it. `refused`: it can't be, and nothing changes. */
export type Decision =
  { state: ReservationState; moves: Move[]; shortages?: Shortage[] } | { refused: 'not-reserved' | 'already-shipped' };

/** Repeated skus add up, at the place of the first. */
export function mergeLines(lines: readonly StockLine[]): StockLine[] {
  const bySku = new Map<string, number>();
  for (const { sku, quantity } of lines) bySku.set(sku, (bySku.get(sku) ?? 0) + quantity);
  return [...bySku].map(([sku, quantity]) => ({ sku, quantity }));
}

/** What would be short; a product that is not in `levels` is unknown. */
export const shortagesOf = (wanted: readonly StockLine[], levels: ReadonlyMap<string, Level>): Shortage[] =>
  wanted.flatMap(({ sku, quantity }): Shortage[] => {
    const level = levels.get(sku);
    if (!level) return [{ sku, wanted: quantity, available: 0, unknown: true }];
    if (level.unlimited || level.available >= quantity) return [];
    return [{ sku, wanted: quantity, available: level.available, unknown: false }];
  });

const toReserved = ({ sku, quantity }: StockLine): Move => ({
  sku,
  available: -quantity,
  reserved: quantity,
  sold: 0,
});
const toSold = ({ sku, quantity }: StockLine): Move => ({ sku, available: 0, reserved: -quantity, sold: quantity });
const back = ({ sku, quantity }: StockLine): Move => ({ sku, available: quantity, reserved: -quantity, sold: 0 });
const returned = ({ sku, quantity }: StockLine): Move => ({ sku, available: quantity, reserved: 0, sold: -quantity });

/** The first Reserve of an order: all lines or, where anything is short, none. */
export function reserve(wanted: readonly StockLine[], levels: ReadonlyMap<string, Level>) {
  const shortages = shortagesOf(wanted, levels);
  return shortages.length > 0
    ? { state: 'refused' as const, moves: [], shortages }
    : { state: 'reserved' as const, moves: wanted.map(toReserved), shortages };
}

/** Reserved becomes sold; `lines` are the reserved ones. Again: no change. */
export function ship(state: ReservationState | undefined, lines: readonly StockLine[]): Decision {
  if (state === 'shipped') return { state, moves: [] };
  return state === 'reserved' ? { state: 'shipped', moves: lines.map(toSold) } : { refused: 'not-reserved' };
}

/** Reserved becomes available. Before Reserve: a tombstone. What was refused has nothing to release. */
export function release(state: ReservationState | undefined, lines: readonly StockLine[]): Decision {
  if (state === 'shipped') return { refused: 'already-shipped' };
  if (state === 'reserved') return { state: 'released', moves: lines.map(back) };
  return { state: state ?? 'released', moves: [] };
}

/** Sold becomes available again, once a return; the caller knows whether it was. */
export const restock = (lines: readonly StockLine[]): Move[] => lines.map(returned);
