import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { crashPoint } from '@parley/faults';
import type { ReadRecord } from './events.domain';
import { type Tx, type ViewsStore, contents } from './migrations';
import { type OrderView, bodyOf, withEvent } from './order.domain';
import { termsOf } from './terms.domain';

/** Rows a statement: SQLite and PostgreSQL take so many parameters, and more would gain nothing. */
const rowsAStatement = 500;
/** Rows that are read at a time where all are read. */
const rowsAPage = 2000;

function* chunks<T>(all: readonly T[], size = rowsAStatement): Iterable<T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}

/** Of the ids those that were never stored before in this generation; they are now. */
async function storeNew(tx: Tx, generation: number, ids: readonly string[]): Promise<Set<string>> {
  const fresh = new Set<string>();
  for (const some of chunks([...new Set(ids)])) {
    const rows = await tx
      .insertInto('events')
      .values(some.map((event_id) => ({ generation, event_id })))
      .onConflict((conflict) => conflict.doNothing())
      .returning('event_id')
      .execute();
    for (const { event_id } of rows) fresh.add(event_id);
  }
  return fresh;
}

async function readOrders(tx: Tx, generation: number, ids: readonly string[]): Promise<Map<string, OrderView>> {
  const found = new Map<string, OrderView>();
  for (const some of chunks(ids)) {
    const query = tx.selectFrom('orders').selectAll().where('generation', '=', generation);
    for (const row of await query.where('order_id', 'in', some).execute())
      found.set(row.order_id, JSON.parse(row.body) as OrderView);
  }
  return found;
}

async function writeOrders(tx: Tx, generation: number, orders: readonly OrderView[]): Promise<void> {
  for (const some of chunks(orders.map((order) => ({ generation, order_id: order.orderId, body: bodyOf(order) }))))
    await tx
      .insertInto('orders')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['generation', 'order_id']).doUpdateSet({ body: sql<string>`excluded.body` }),
      )
      .execute();
}

/** What of the search view changes with these orders: most often one word, the state. */
async function writeTerms(tx: Tx, generation: number, before: Map<string, OrderView>, after: readonly OrderView[]) {
  const rows: { generation: number; term: string; order_id: string }[] = [];
  for (const order of after) {
    const order_id = order.orderId;
    const had = new Set(before.has(order_id) ? termsOf(before.get(order_id)!) : []);
    const terms = termsOf(order);
    const gone = [...had].filter((term) => !terms.includes(term));
    if (gone.length > 0)
      await tx
        .deleteFrom('terms')
        .where('generation', '=', generation)
        .where('term', 'in', gone)
        .where('order_id', '=', order_id)
        .execute();
    rows.push(...terms.filter((term) => !had.has(term)).map((term) => ({ generation, term, order_id })));
  }
  for (const some of chunks(rows)) await tx.insertInto('terms').values(some).execute();
}

async function writePositions(tx: Tx, generation: number, records: readonly ReadRecord[]): Promise<void> {
  const last = new Map(records.map((record) => [record.partition, record]));
  const at = (event: ReadRecord['event']) => (event?.at ?? '').replaceAll('\0', '');
  for (const { partition, offset, event } of last.values())
    await tx
      .insertInto('positions')
      .values({ generation, partition, next: offset + 1, at: at(event) })
      .onConflict((conflict) =>
        conflict
          .columns(['generation', 'partition'])
          .doUpdateSet({ next: sql<number>`excluded.next`, at: sql<string>`excluded.at` })
          .where(sql<boolean>`excluded.next > positions.next`),
      )
      .execute();
}

/** Both views and the position, of one generation: the caller's transaction has all of it or nothing. */
async function applyTo(tx: Tx, generation: number, records: readonly ReadRecord[]): Promise<void> {
  const events = records.flatMap(({ event }) => event ?? []);
  const fresh = await storeNew(
    tx,
    generation,
    events.map(({ eventId }) => eventId),
  );
  const before = await readOrders(tx, generation, [...new Set(events.map(({ orderId }) => orderId))]);
  const after = new Map(before);
  for (const record of records) {
    const { event, partition, offset } = record;
    if (event) {
      const isNew = fresh.delete(event.eventId);
      after.set(event.orderId, withEvent(after.get(event.orderId), event, { partition, offset }, isNew));
    } else {
      const row = { generation, partition, offset, reason: record.reason };
      await tx
        .insertInto('unreadable')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
  }
  const changed = [...after.values()].filter((order) => order !== before.get(order.orderId));
  await writeOrders(tx, generation, changed);
  await writeTerms(tx, generation, before, changed);
  crashPoint('views.batch.applied');
  await writePositions(tx, generation, records);
}

/**
 * Takes records of the log into every generation, or into one: returns when they are in both views, with the position, in one
 * transaction. The same ones again, whole or in part, change nothing.
 */
export async function takeRecords(
  store: ViewsStore,
  records: readonly ReadRecord[],
  { only }: { only?: number } = {},
): Promise<void> {
  await store.transaction(async (tx) => {
    const all = await tx.selectFrom('generations').select('generation').orderBy('generation').execute();
    for (const { generation } of all)
      if (only === undefined || only === generation) await applyTo(tx, generation, records);
  });
}

export interface Content {
  rows: number;
  /** Of every row, in the order of their keys. */
  hash: string;
}

/** What a generation's cache and search view hold. Reads them whole, in the caller's transaction: nothing changes meanwhile. */
export async function contentOf(tx: Tx, generation: number): Promise<{ cache: Content; search: Content }> {
  const cache = { rows: 0, hash: createHash('sha256') };
  for (let after = ''; ;) {
    const query = tx.selectFrom('orders').select(['order_id', 'body']).where('generation', '=', generation);
    const page = await query.where('order_id', '>', after).orderBy('order_id').limit(rowsAPage).execute();
    for (const { body } of page) cache.hash.update(`${body}\n`);
    cache.rows += page.length;
    if (page.length < rowsAPage) break;
    after = page.at(-1)!.order_id;
  }
  const search = { rows: 0, hash: createHash('sha256') };
  for (let after = { term: '', order_id: '' }; ;) {
    const page = await tx
      .selectFrom('terms')
      .select(['term', 'order_id'])
      .where('generation', '=', generation)
      .where(sql<boolean>`(term, order_id) > (${after.term}, ${after.order_id})`)
      .orderBy('term')
      .orderBy('order_id')
      .limit(rowsAPage)
      .execute();
    for (const { term, order_id } of page) search.hash.update(`${term} ${order_id}\n`);
    search.rows += page.length;
    if (page.length < rowsAPage) break;
    after = page.at(-1)!;
  }
  const ended = (one: typeof cache): Content => ({ rows: one.rows, hash: one.hash.digest('hex').slice(0, 16) });
  return { cache: ended(cache), search: ended(search) };
}

/** Removes the rows of all generations but one. */
export async function removeOthers(tx: Tx, live: number): Promise<void> {
  for (const table of contents) await tx.deleteFrom(table).where('generation', '!=', live).execute();
  await tx.deleteFrom('generations').where('generation', '!=', live).execute();
}

/** Removes the rows of a generation that nobody reads. */
export async function removeGeneration(tx: Tx, generation: number): Promise<void> {
  for (const table of contents) await tx.deleteFrom(table).where('generation', '=', generation).execute();
  await tx.deleteFrom('generations').where('generation', '=', generation).execute();
}
