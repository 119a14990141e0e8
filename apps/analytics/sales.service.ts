import type { Store, StoreTransaction } from '@parley/store';
import { sql } from 'kysely';
import { type BadRecord, type EventRecord, readRecord } from './events.domain';
import type { AnalyticsTables } from './migrations';
import { type Dimension, type Sale, type SalesEvent, dimensions, reduceSales } from './sales.domain';

export type AnalyticsStore = Store<AnalyticsTables>;
type Tx = StoreTransaction<AnalyticsTables>;

/** Rows a statement: SQLite and PostgreSQL take so many parameters, and more would gain nothing. */
const rowsAStatement = 500;

function* chunks<T>(all: readonly T[]): Iterable<T[]> {
  for (let at = 0; at < all.length; at += rowsAStatement) yield all.slice(at, at + rowsAStatement);
}

/** Of the ids those that were never stored before; they are now. */
async function storeNew(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const fresh = new Set<string>();
  for (const some of chunks([...new Set(ids)])) {
    const rows = await tx
      .insertInto('events')
      .values(some.map((event_id) => ({ event_id })))
      .onConflict((conflict) => conflict.doNothing())
      .returning('event_id')
      .execute();
    for (const { event_id } of rows) fresh.add(event_id);
  }
  return fresh;
}

async function addSales(tx: Tx, events: readonly SalesEvent[]): Promise<void> {
  const sales = reduceSales(events);
  const rows = dimensions.flatMap((dimension) =>
    [...sales[dimension]].map(([key, { quantity, gross, orders }]) => ({
      dimension,
      key,
      quantity: Number(quantity),
      gross: Number(gross),
      orders,
    })),
  );
  for (const some of chunks(rows)) {
    await tx
      .insertInto('sales')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['dimension', 'key']).doUpdateSet({
          quantity: sql<number>`sales.quantity + excluded.quantity`,
          gross: sql<number>`sales.gross + excluded.gross`,
          orders: sql<number>`sales.orders + excluded.orders`,
        }),
      )
      .execute();
  }
}

async function keepDead(tx: Tx, bad: readonly BadRecord[]): Promise<void> {
  const at = new Date().toISOString();
  for (const { record, reason, cause } of bad) {
    const { topic, partition, offset, key, headers, value } = record;
    const row = { topic, partition, offset, key: storable(key), headers: JSON.stringify(headers), body: value, reason };
    await tx
      .insertInto('dead_records')
      .values({ ...row, cause: storable(cause), attempts: 1, at })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Keeps a record of which no event could be made, or none that could be stored. Returns after the commit. */
export const keepDeadRecord = (store: AnalyticsStore, bad: BadRecord): Promise<void> =>
  store.transaction((tx) => keepDead(tx, [bad]));

/** Text columns hold no U+0000. */
const storable = (text: string): string => text.replaceAll('\0', '\ufffd');

/** Adds events to the sales, in the caller's transaction; those added before are passed over. */
export async function applyEvents(tx: Tx, events: readonly SalesEvent[]): Promise<void> {
  const fresh = await storeNew(
    tx,
    events.map(({ eventId }) => eventId),
  );
  await addSales(
    tx,
    events.filter(({ eventId }) => fresh.has(eventId)),
  );
}

/**
 * Takes a batch of the log: returns when its new events are added to the sales and its bad records are kept as dead
 * ones, in one transaction. The same batch again, whole or in part, changes nothing.
 */
export async function takeRecords(store: AnalyticsStore, records: readonly EventRecord[]): Promise<void> {
  const read = records.map(readRecord);
  await store.transaction(async (tx) => {
    await applyEvents(
      tx,
      read.filter((one) => one.ok).map(({ event }) => event),
    );
    await keepDead(
      tx,
      read.filter((one) => !one.ok),
    );
  });
}

/** Sales as they stand: the greatest first, minutes in the order of time. `limit` 0: all. */
export async function salesBy(
  { db }: AnalyticsStore,
  by: Dimension,
  limit: number,
): Promise<(Sale & { key: string })[]> {
  let query = db.selectFrom('sales').selectAll().where('dimension', '=', by);
  if (by !== 'minute') query = query.orderBy('gross', 'desc');
  query = query.orderBy('key');
  const rows = await (limit > 0 ? query.limit(limit) : query).execute();
  return rows.map(({ key, quantity, gross, orders }) => ({
    key,
    quantity: BigInt(quantity),
    gross: BigInt(gross),
    orders,
  }));
}

/** How many distinct events have been taken. */
export async function eventsTaken({ db }: AnalyticsStore): Promise<number> {
  const { n } = await db
    .selectFrom('events')
    .select(sql<number>`count(*)`.as('n'))
    .executeTakeFirstOrThrow();
  return n;
}
