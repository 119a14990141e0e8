import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '@parley/topology';
import { type Catalogue, penceOf } from './price.domain';

/** Reads `data/products.jsonl`, a product a line. */
export function readCatalogue(file = join(repoRoot(), 'data', 'products.jsonl')): Catalogue {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const { sku, unitPrice } = JSON.parse(line) as { sku: string; unitPrice: number };
      return [sku, penceOf(unitPrice)];
    }),
  );
}
