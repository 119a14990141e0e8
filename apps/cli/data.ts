import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { repoRoot } from '@parley/topology';
import type { Invoice, Product } from './demand.domain';

const parse = <T>(text: string): T[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);

/** The retailer's invoices, in the order of the file. */
export const readInvoices = (): Invoice[] =>
  parse(gunzipSync(readFileSync(join(repoRoot(), 'data', 'invoices.jsonl.gz'))).toString());

/** The retailer's catalogue. */
export const readProducts = (): Product[] => parse(readFileSync(join(repoRoot(), 'data', 'products.jsonl'), 'utf8'));
