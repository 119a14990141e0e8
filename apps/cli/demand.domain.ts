import { isGoods } from '@parley/topology';

/** One line of data/invoices.jsonl.gz. */
export interface Invoice {
  invoice: string;
  kind: 'order' | 'cancellation';
  placedAt: string;
  customer: string | null;
  country: string;
  /** Quantities of a cancellation are negative. */
  lines: { sku: string; quantity: number }[];
}
/** One line of data/products.jsonl; the price in pounds, the median of the prices seen. */
export interface Product {
  sku: string;
  name: string;
  unitPrice: number;
}
export interface Stocked {
  sku: string;
  name: string;
  /** Pence. */
  unitPrice: string;
  unlimited: boolean;
  initial: number;
}

/** Pounds as pence. Read at four decimals, which takes the noise of binary fractions off; half a penny, as a median can have, rounds up. */
export const pence = (pounds: number): number => Math.floor((Math.round(pounds * 10_000) + 50) / 100);

/** Units that all orders together ask for, by sku. */
export function demandOf(invoices: Iterable<Invoice>): Map<string, number> {
  const demand = new Map<string, number>();
  for (const { kind, lines } of invoices)
    if (kind === 'order') for (const { sku, quantity } of lines) demand.set(sku, (demand.get(sku) ?? 0) + quantity);
  return demand;
}

/**
 * Every product with the stock it starts with: 95 % of its demand, rounded up, so that the last buyers meet an empty
 * shelf. What is no good is never short.
 */
export function stockOf(products: Product[], demand: Map<string, number>): Stocked[] {
  return products.map(({ sku, name, unitPrice }) => {
    const unlimited = !isGoods(sku);
    const initial = unlimited ? 0 : Math.ceil(((demand.get(sku) ?? 0) * 95) / 100);
    return { sku, name, unitPrice: String(pence(unitPrice)), unlimited, initial };
  });
}

/** The first `orders` orders, and the cancellations that stand among them, in the order of the file. */
export function firstOrders(invoices: Invoice[], orders: number): Invoice[] {
  let left = orders;
  const end = invoices.findIndex(({ kind }) => kind === 'order' && (left -= 1) < 0);
  return end < 0 ? invoices : invoices.slice(0, end);
}
