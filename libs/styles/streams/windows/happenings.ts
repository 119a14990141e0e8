import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { randomOf } from '@parley/faults';
import { repoRoot } from '@parley/topology';
import type { Happening } from './windows';

const start = Date.parse('2010-12-01T08:00:00Z');
const second = 1000;

const made = (
  name: string,
  keys: string[],
  count: number,
  stepMs: number,
  amount: (key: string, n: number) => number,
): Happening[] => {
  const random = randomOf(5, name);
  return Array.from({ length: count }, (_, n) => {
    const key = keys[Math.floor(random() * keys.length)]!;
    // Some arrive a little after others that happened later; one in forty by minutes, which is too late.
    const behind = random() < 1 / 40 ? 5 * 60 * second : random() * 8 * second;
    return { id: `${name}-${n}`, key, at: Math.round(start + n * stepMs - behind), amount: Math.round(amount(key, n)) };
  });
};

/** Events for the jobs that have no real ones here, made by a fixed rule: the same each time. */
export const happenings: Record<string, Happening[]> = {
  payments: made('payments', ['4711', '4712', '4713', '0815', '0815', '0815', '0815'], 200, 6 * second, () => 20),
  tracking: made('tracking', ['parcel A', 'parcel B', 'van 7'], 200, 20 * second, () => 1).filter(
    ({ key, at }) => key !== 'parcel B' || Math.floor((at - start) / 600_000) % 2 === 0,
  ),
  sensors: made(
    'sensors',
    ['oven', 'hall', 'pump'],
    300,
    2 * second,
    (key, n) => (key === 'oven' && n > 150 ? 95 : 40) + (n % 7),
  ),
  patients: made(
    'patients',
    ['bed 1', 'bed 2', 'bed 3'],
    300,
    3 * second,
    (key, n) => (key === 'bed 2' ? 70 + n / 4 : 75) + (n % 5),
  ),
};

interface Invoice {
  invoice: string;
  kind: string;
  placedAt: string;
  country: string;
  lines: { quantity: number; unitPrice: number }[];
}

/** The first real orders, a line of JSON each, as they stand in a file. */
export const orderLines = (most: number): string[] =>
  gunzipSync(readFileSync(join(repoRoot(), 'data/invoices.jsonl.gz')))
    .toString()
    .split('\n')
    .filter((line) => line.includes('"kind":"order"'))
    .slice(0, most);

/** An order as an event: where it came from, when it was placed, what it comes to. */
export const orderOf = (line: string): Happening => {
  const { invoice, placedAt, country, lines } = JSON.parse(line) as Invoice;
  const amount = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  return { id: invoice, key: country, at: Date.parse(placedAt), amount: Math.round(amount * 100) / 100 };
};
