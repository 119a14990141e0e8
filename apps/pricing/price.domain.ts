import { Fatal } from '@parley/faults';
import { isCountry, isGoods } from '@parley/topology';
import { parcelsFor } from './parcels.domain';
import { vatRates } from './vat';

/** Unit prices in pence, by sku. */
export type Catalogue = ReadonlyMap<string, bigint>;

export interface WantedLine {
  line: number;
  sku: string;
  quantity: number;
}

/** Money in pence. `net` is after the discount. */
export interface PricedLine extends WantedLine {
  unitPrice: bigint;
  discount: bigint;
  net: bigint;
  vat: bigint;
  gross: bigint;
  parcels: number;
}

/** Discount by the quantity of a line, in basis points of its price. */
export const discountTable: ReadonlyArray<{ from: number; basisPoints: bigint }> = [
  { from: 1, basisPoints: 0n },
  { from: 12, basisPoints: 200n },
  { from: 48, basisPoints: 500n },
  { from: 144, basisPoints: 800n },
  { from: 576, basisPoints: 1200n },
];

/**
 * Pounds as the catalogue's JSON has them, in pence. The catalogue's prices are medians, so some have half a penny and
 * some the noise of a binary fraction (3.1550000000000002): the price is read at four decimals, which removes the
 * noise, and then rounded half up to the penny.
 */
export function penceOf(pounds: number): bigint {
  if (!Number.isFinite(pounds) || pounds < 0) throw new RangeError(`not a price: ${pounds}`);
  return (BigInt(pounds.toFixed(4).replace('.', '')) + 50n) / 100n;
}

/** `amount × basisPoints / 10,000`, rounded half up. Both are at least 0. */
export const share = (amount: bigint, basisPoints: bigint): bigint => (amount * basisPoints + 5_000n) / 10_000n;

export function discountFor(sku: string, quantity: number): bigint {
  if (!isGoods(sku)) return 0n;
  return discountTable.findLast(({ from }) => quantity >= from)?.basisPoints ?? 0n;
}

/**
 * Prices one line. Throws Fatal `unknown-sku`, `unknown-country` or `invalid-quantity` (not a whole number from 1 on).
 */
export function priceLine({ line, sku, quantity }: WantedLine, country: string, catalogue: Catalogue): PricedLine {
  const unitPrice = catalogue.get(sku);
  if (unitPrice === undefined) throw new Fatal(`no product ${sku}`, { reason: 'unknown-sku', detail: { sku } });
  if (!isCountry(country)) {
    throw new Fatal(`no VAT rate for ${country}`, { reason: 'unknown-country', detail: { country } });
  }
  if (!Number.isSafeInteger(quantity) || quantity < 1) {
    throw new Fatal(`quantity ${quantity} of ${sku}`, { reason: 'invalid-quantity', detail: { sku } });
  }
  const full = unitPrice * BigInt(quantity);
  const discount = share(full, discountFor(sku, quantity));
  const net = full - discount;
  const vat = share(net, BigInt(vatRates[country]));
  return { line, sku, quantity, unitPrice, discount, net, vat, gross: net + vat, parcels: parcelsFor(sku, quantity) };
}

/** An order's totals: the sums of its lines. Each line is packed by itself. */
export function totals(lines: readonly PricedLine[]) {
  const sum = (of: (line: PricedLine) => bigint) => lines.reduce((total, line) => total + of(line), 0n);
  return {
    net: sum((line) => line.net),
    vat: sum((line) => line.vat),
    gross: sum((line) => line.gross),
    parcels: lines.reduce((total, line) => total + line.parcels, 0),
  };
}
