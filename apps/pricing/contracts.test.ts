import { expectContract } from '@parley/contracts';
import type { PriceJob__Output } from '@parley/contracts/generated/parley/pricing/v1/PriceJob';
import type { PriceResult__Output } from '@parley/contracts/generated/parley/pricing/v1/PriceResult';
import { decode, encode } from '@parley/marshalling';
import { readCatalogue } from './catalogue';
import { quoteOrder } from './quote.service';
import { jobType, resultOf, resultType } from './worker.service';

const catalogue = readCatalogue();

test('jobs, results and quotes are what their consumers need, in both content types', async () => {
  const errors: string[] = [];
  const deal = async (job: object) => {
    expectContract(jobType, job, 'price-jobs');
    const { contentType, body } = encode(jobType, job);
    const result = resultOf(decode<PriceJob__Output>(jobType, contentType, body), 'worker-1', catalogue);
    expectContract(resultType, result, 'price-results');
    if (result.error) errors.push(result.error);
    return decode<PriceResult__Output>(
      resultType,
      'application/json',
      encode(resultType, result, 'application/json').body,
    );
  };
  const lines = [
    { line: 1, sku: '85123A', quantity: 6 },
    { line: 2, sku: 'POST', quantity: 1 },
  ];
  const response = await quoteOrder({ orderId: 'o-1', country: 'EIRE', lines }, deal, 1000);
  expectContract('parley.pricing.v1.QuoteResponse', response, 'parley.pricing.v1.Pricing/Quote');
  const unknown = quoteOrder({ orderId: 'o-1', country: 'Atlantis', lines }, deal, 1000);
  await expect(unknown).rejects.toMatchObject({ reason: 'unknown-country' });
  expect(errors).toEqual(['unknown-country', 'unknown-country']);
});
