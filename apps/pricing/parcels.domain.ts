import { isGoods } from '@parley/topology';

/** Edges in centimetres. */
export type Box = readonly [number, number, number];

/** The one parcel that is used: 60 × 40 × 40 cm, 96 litres. */
export const parcel: Box = [60, 40, 40];

/** FNV-1a, 32 bits, over the UTF-8 bytes. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/**
 * The size of an item. The invoices have none, so it is derived from the sku: each edge 6 to 20 cm by a FNV-1a hash of
 * the sku and the edge's name, so 0.216 to 8 litres.
 */
export function sizeOf(sku: string): Box {
  const edge = (name: string) => 6 + (fnv1a(`${sku}/${name}`) % 15);
  return [edge('x'), edge('y'), edge('z')];
}

export const volumeOf = ([x, y, z]: Box): number => x * y * z;

const orientations = ([a, b, c]: Box): Box[] => [
  [a, b, c],
  [a, c, b],
  [b, a, c],
  [b, c, a],
  [c, a, b],
  [c, b, a],
];

/**
 * How many equal items go into a box: the best over the six orientations of one block of items at the corner, and of
 * what is left of the box (a slab beside the block, one behind it, one above it) packed by the same rule. Bounded: three
 * levels of blocks.
 */
export function itemsThatFit(item: Box, [x, y, z]: Box, levels = 3): number {
  let best = 0;
  for (const [a, b, c] of orientations(item)) {
    const [nx, ny, nz] = [Math.floor(x / a), Math.floor(y / b), Math.floor(z / c)];
    const block = nx * ny * nz;
    if (block === 0) continue;
    const left = (space: Box) => (levels > 1 ? itemsThatFit(item, space, levels - 1) : 0);
    const beside = left([x - nx * a, y, z]);
    const behind = left([nx * a, y - ny * b, z]);
    const above = left([nx * a, ny * b, z - nz * c]);
    best = Math.max(best, block + beside + behind + above);
  }
  return best;
}

const perParcel = new Map<string, number>();

/**
 * Parcels for so many items of one sku. Items of one line are all of one size, so each parcel but the last is full and
 * the cost does not depend on the quantity. Non-goods need none.
 */
export function parcelsFor(sku: string, quantity: number): number {
  if (!isGoods(sku)) return 0;
  let fit = perParcel.get(sku);
  if (fit === undefined) perParcel.set(sku, (fit = itemsThatFit(sizeOf(sku), parcel)));
  return Math.ceil(quantity / fit);
}
