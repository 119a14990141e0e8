/** A line of a completed order. `returned` is what earlier returns have already matched. Money in pence. */
export interface BoughtLine {
  orderId: string;
  line: number;
  sku: string;
  quantity: number;
  returned: number;
  net: bigint;
  gross: bigint;
}

/** What comes back: `line` is its place in the return, from 1. */
export interface AskedLine {
  line: number;
  sku: string;
  quantity: number;
}

/** What is refunded of one order's line: `net` and `gross` of the `quantity` that came back. */
export interface Refund {
  orderId: string;
  orderLine: number;
  sku: string;
  quantity: number;
  net: bigint;
  gross: bigint;
}

/** A part of a return's line: matched to one order, or refused with a reason. */
export type ReturnPart = AskedLine & ({ accepted: 0; reason: string } | { accepted: number; refund: Refund });

/** What the first `count` of `quantity` cost of `amount`, rounded half up: all of them cost exactly `amount`. */
const costOfFirst = (amount: bigint, quantity: number, count: number): bigint =>
  (2n * amount * BigInt(count) + BigInt(quantity)) / (2n * BigInt(quantity));

/**
 * What `count` more of a line give back, after `line.returned` of it. Rounded cumulatively: however a line comes back
 * in pieces, the refunds of the whole line add up to its price.
 */
export function refundFor(line: BoughtLine, count: number): Refund {
  const between = (amount: bigint) =>
    costOfFirst(amount, line.quantity, line.returned + count) - costOfFirst(amount, line.quantity, line.returned);
  const { orderId, line: orderLine, sku } = line;
  return { orderId, orderLine, sku, quantity: count, net: between(line.net), gross: between(line.gross) };
}

/**
 * Matches a return, a line at a time, to what its customer bought: `bought` holds the lines of the customer's
 * completed orders, newest order first. Never more than was bought and has not come back yet, over all returns.
 * A line that only matches in part is split: a part an order, and one for what is refused.
 */
export function matchReturn(
  customer: string,
  asked: readonly AskedLine[],
  bought: readonly BoughtLine[],
  isKnown: (sku: string) => boolean,
): ReturnPart[] {
  const left = bought.map((line) => ({ ...line }));
  return asked.flatMap((wanted): ReturnPart[] => {
    const refused = (reason: string): ReturnPart => ({ ...wanted, accepted: 0, reason });
    if (!isKnown(wanted.sku)) return [refused('unknown sku')];
    if (customer === '') return [refused('a guest has no account to refund to')];

    const parts: ReturnPart[] = [];
    let open = wanted.quantity;
    for (const line of left) {
      const count = Math.min(open, line.quantity - line.returned);
      if (line.sku !== wanted.sku || count <= 0) continue;
      parts.push({ ...wanted, accepted: count, refund: refundFor(line, count) });
      line.returned += count;
      open -= count;
    }
    if (open === 0) return parts;
    if (parts.length === 0) return [refused('no completed order of this customer has it')];
    return [...parts, refused(`${open} more than this customer bought and has not returned`)];
  });
}

/** The refunds of a return, in the order of its parts. */
export const refundsOf = (parts: readonly ReturnPart[]): Refund[] =>
  parts.flatMap((part) => ('refund' in part ? [part.refund] : []));

/** One sum an order. */
export function amountsByOrder(refunds: readonly Refund[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { orderId, gross } of refunds) sums.set(orderId, (sums.get(orderId) ?? 0n) + gross);
  return sums;
}
