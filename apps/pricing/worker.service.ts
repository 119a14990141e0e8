import type { PriceJob__Output } from '@parley/contracts/generated/parley/pricing/v1/PriceJob';
import type { PriceResult } from '@parley/contracts/generated/parley/pricing/v1/PriceResult';
import { Fatal } from '@parley/faults';
import { type Catalogue, priceLine } from './price.domain';

export const jobType = 'parley.pricing.v1.PriceJob';
export const resultType = 'parley.pricing.v1.PriceResult';

/** The result of a job: the priced line, or the reason why it has no price. */
export function resultOf(job: PriceJob__Output, worker: string, catalogue: Catalogue): PriceResult {
  const { jobId, line, sku, quantity, country } = job;
  try {
    const priced = priceLine({ line, sku, quantity }, country, catalogue);
    const { unitPrice, discount, net, vat, gross } = priced;
    const money = Object.entries({ unitPrice, discount, net, vat, gross }).map(([name, pence]) => [
      name,
      String(pence),
    ]);
    return { jobId, worker, priced: { ...priced, ...Object.fromEntries(money) }, error: '' };
  } catch (error) {
    if (error instanceof Fatal) return { jobId, worker, priced: null, error: error.reason };
    throw error;
  }
}
