import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DatabaseSync } from '@photostructure/sqlite';
import { repoRoot } from '@parley/topology';
import type { Balance } from './judge';
import type { Snapshot } from './snapshot';

interface Invoice {
  invoice: string;
  kind: 'order' | 'cancellation';
  placedAt: string;
  country: string;
  lines: { sku: string; quantity: number }[];
}

export const readInvoices = (file = path.join(repoRoot(), 'data/invoices.jsonl.gz')): Invoice[] =>
  gunzipSync(readFileSync(file))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Invoice);

/**
 * Sold quantities come from the invoices themselves where the order is one (its key is the invoice's number),
 * from the order book where it was placed by hand; the money always from the order book.
 */
const schema = `
  create table invoice_lines (invoice text, sku text, quantity integer);
  create table completed (order_id text primary key, key text, country text, minute text);
  create table book_lines (order_id text, sku text, quantity integer, gross integer);
  create table returned (order_id text, sku text, quantity integer, gross integer);
  create index by_invoice on invoice_lines (invoice);
  create view sold as
    select c.order_id, c.country, c.minute, i.sku, i.quantity, 0 as gross
      from completed c join invoice_lines i on i.invoice = c.key
    union all
    select c.order_id, c.country, c.minute, b.sku, b.quantity, 0
      from completed c join book_lines b using (order_id)
      where not exists (select 1 from invoice_lines i where i.invoice = c.key)
    union all
    select c.order_id, c.country, c.minute, b.sku, 0, b.gross from completed c join book_lines b using (order_id)
    union all
    select c.order_id, c.country, c.minute, r.sku, -r.quantity, -r.gross from completed c join returned r using (order_id);
`;

const dimensions = { product: 'sku', country: 'country', minute: 'minute' } as const;

/**
 * Analytics' sales against SQL over the invoices and the ids of completed orders: another way to the same numbers,
 * by another language than its reducer.
 */
export function judgeSales(snapshot: Snapshot, invoices: Invoice[] = readInvoices()): Balance[] {
  const database = new DatabaseSync(':memory:');
  database.exec(schema);
  const fill = (table: string, rows: (string | number)[][]): void => {
    const [first] = rows;
    if (!first) return;
    const insert = database.prepare(`insert into ${table} values (${first.map(() => '?').join(', ')})`);
    for (const row of rows) insert.run(...row);
  };
  database.exec('begin');
  fill(
    'invoice_lines',
    invoices
      .filter((i) => i.kind === 'order')
      .flatMap((i) => i.lines.map((line) => [i.invoice, line.sku, line.quantity])),
  );
  fill(
    'completed',
    snapshot.orders
      .filter((o) => o.state === 'completed')
      .map((o) => [o.order_id, o.idempotency_key, o.country, o.placed_at.slice(0, 16)]),
  );
  fill(
    'book_lines',
    snapshot.lines.map((line) => [line.order_id, line.sku, Number(line.quantity), Number(line.gross)]),
  );
  fill(
    'returned',
    snapshot.returnParts.map((part) => [part.order_id, part.sku, Number(part.accepted), Number(part.refund)]),
  );
  database.exec('commit');
  const balances = Object.entries(dimensions).map(([dimension, column]): Balance => {
    const wanted = database
      .prepare(
        `select ${column} as key, sum(quantity) as quantity, sum(gross) as gross from sold group by ${column} order by 1`,
      )
      .all() as { key: string; quantity: number; gross: number }[];
    const seen = new Map(
      snapshot.sales
        .filter((sale) => sale.dimension === dimension)
        .map((sale) => [sale.key.slice(0, dimension === 'minute' ? 16 : undefined), sale]),
    );
    const wrong = wanted.filter(
      (row) => Number(seen.get(row.key)?.quantity) !== row.quantity || Number(seen.get(row.key)?.gross) !== row.gross,
    );
    const extra = [...seen.keys()].filter((key) => !wanted.some((row) => row.key === key));
    return {
      name: `sales by ${dimension} = SQL over invoices × completed ids`,
      holds: wrong.length + extra.length === 0,
      expected: `${wanted.length} rows`,
      actual: `${wanted.length - wrong.length} equal, ${extra.length} more`,
      detail:
        wrong
          .slice(0, 3)
          .map(
            (row) =>
              `${row.key}: ${row.quantity} for ${row.gross}p, analytics has ${seen.get(row.key)?.quantity ?? 0} for ${seen.get(row.key)?.gross ?? 0}p`,
          )
          .join('; ') || undefined,
    };
  });
  database.close();
  return balances;
}
