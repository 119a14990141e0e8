import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { repoRoot } from '@parley/topology';

interface Invoice {
  invoice: string;
  kind: string;
  placedAt: string;
  customer?: string;
  country: string;
  lines: { sku: string; quantity: number; unitPrice: number }[];
}

let invoices: Invoice[] | undefined;

const allInvoices = (): Invoice[] =>
  gunzipSync(readFileSync(join(repoRoot(), 'data', 'invoices.jsonl.gz')))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Invoice)
    .filter(({ kind }) => kind === 'order');

/**
 * The n-th order among the retailer's invoices (0: the first), type `parley.orders.v1.Order`: prices in pence, the sums
 * of the lines, no tax. Throws RangeError where there is no such one, and where the data are not there.
 */
export const orderOfInvoice = (index = 0): Record<string, unknown> & { net: bigint } => {
  invoices ??= allInvoices();
  const found = invoices[index];
  if (!found) throw new RangeError(`there are ${invoices.length} orders`);
  const { invoice, placedAt, customer, country, lines } = found;
  const priced = lines.map(({ sku, quantity, unitPrice }, line) => {
    const pence = BigInt(Math.round(unitPrice * 100));
    return { line: line + 1, sku, quantity, unitPrice: pence, net: pence * BigInt(quantity) };
  });
  return {
    reference: invoice,
    placedAt,
    customer: customer ?? '',
    country,
    lines: priced,
    net: priced.reduce((sum, { net }) => sum + net, 0n),
  };
};
