import { v7 as uuid } from 'uuid';
import type { PriceJob } from '@parley/contracts/generated/parley/pricing/v1/PriceJob';
import type { PricedLine__Output } from '@parley/contracts/generated/parley/pricing/v1/PricedLine';
import type { PriceResult__Output } from '@parley/contracts/generated/parley/pricing/v1/PriceResult';
import type { QuoteRequest__Output } from '@parley/contracts/generated/parley/pricing/v1/QuoteRequest';
import type { QuoteResponse } from '@parley/contracts/generated/parley/pricing/v1/QuoteResponse';
import { Fatal } from '@parley/faults';
import { totals } from './price.domain';

/** Has one line priced by some worker; resolves with its result, rejects when the deadline passes. */
export type Deal = (job: PriceJob & { jobId: string }, deadlineMs: number) => Promise<PriceResult__Output>;

const pricedOf = ({ priced, error }: PriceResult__Output, index: number, sku: string): PricedLine__Output => {
  if (priced) return priced;
  throw new Fatal(`line ${index + 1}: ${error}`, {
    reason: error || 'unpriced',
    detail: { field: `lines[${index}]`, sku },
  });
};

/**
 * Prices an order: all lines at once, each by any worker; resolves when the last is priced, with the lines in the order
 * of the request and their sums. Changes nothing, so the same quote may be asked for again. Throws Fatal
 * `unknown-sku`, `unknown-country`, `invalid-quantity`, `no-lines`; Retryable or OutcomeUnknown when no result came in
 * time: both mean that it may be asked again.
 */
export async function quoteOrder(
  { orderId, country, lines }: QuoteRequest__Output,
  deal: Deal,
  deadlineMs: number,
): Promise<QuoteResponse> {
  if (lines.length === 0) throw new Fatal('an order without lines', { reason: 'no-lines', detail: { field: 'lines' } });
  const priced = await Promise.all(
    lines.map(async ({ line, sku, quantity }, index) => {
      const job = { jobId: uuid(), orderId, line, sku, quantity, country };
      return pricedOf(await deal(job, deadlineMs), index, sku);
    }),
  );
  const { net, vat, gross, parcels } = totals(
    priced.map((line) => ({
      ...line,
      unitPrice: BigInt(line.unitPrice),
      discount: BigInt(line.discount),
      net: BigInt(line.net),
      vat: BigInt(line.vat),
      gross: BigInt(line.gross),
    })),
  );
  return { lines: priced, net: String(net), vat: String(vat), gross: String(gross), parcels };
}
