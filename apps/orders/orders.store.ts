import { type Selectable, type Updateable, sql } from 'kysely';
import type { Store, StoreTransaction } from '@parley/store';
import type { OrderLinesTable, OrdersDatabase, OrdersTable, TimelineTable } from './migrations';
import type { PricedLine, WantedLine } from './order.domain';

export type OrdersStore = Store<OrdersDatabase>;
export type Tx = StoreTransaction<OrdersDatabase>;
type Db = OrdersStore['db'] | Tx;

export type OrderRow = Selectable<OrdersTable>;
export type LineRow = Selectable<OrderLinesTable>;
export type TimelineRow = Selectable<TimelineTable>;

export const readOrder = (db: Db, orderId: string): Promise<OrderRow | undefined> =>
  db.selectFrom('orders').selectAll().where('order_id', '=', orderId).executeTakeFirst();

export const readOrderByKey = (db: Db, key: string): Promise<OrderRow | undefined> =>
  db.selectFrom('orders').selectAll().where('idempotency_key', '=', key).executeTakeFirst();

export const readLines = (db: Db, orderId: string): Promise<LineRow[]> =>
  db.selectFrom('order_lines').selectAll().where('order_id', '=', orderId).orderBy('line').execute();

export const readTimeline = (db: Db, orderId: string): Promise<TimelineRow[]> =>
  db.selectFrom('timeline').selectAll().where('order_id', '=', orderId).orderBy('entry').execute();

const unpriced = { unit_price: 0, discount: 0, net: 0, vat: 0, gross: 0, parcels: 0, returned: 0 };

export type NewOrder = Pick<
  OrderRow,
  | 'order_id'
  | 'idempotency_key'
  | 'body_hash'
  | 'customer'
  | 'country'
  | 'reference'
  | 'placed_at'
  | 'created_at'
  | 'lease_until'
  | 'traceparent'
  | 'tracestate'
>;

/** Stores an order as pending, in its first attempt; false where its key is taken. */
export async function insertPending(tx: Tx, order: NewOrder, lines: readonly WantedLine[]): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('orders')
    .values({
      ...order,
      state: 'pending',
      reason: '',
      net: 0,
      vat: 0,
      gross: 0,
      refunded: 0,
      parcels: 0,
      version: 0,
      step: 0,
      attempts: 1,
    })
    .onConflict((conflict) => conflict.column('idempotency_key').doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 1n) return false;
  const rows = lines.map((line, i) => ({ order_id: order.order_id, line: i + 1, ...line, ...unpriced }));
  await tx.insertInto('order_lines').values(rows).execute();
  await addToTimeline(tx, order.order_id, { at: order.created_at, state: 'pending', note: '' });
  return true;
}

export const updateOrder = (tx: Tx, orderId: string, change: Updateable<OrdersTable>) =>
  tx.updateTable('orders').set(change).where('order_id', '=', orderId).execute();

/** Writes all prices in one statement. */
export async function writePrices(tx: Tx, order_id: string, lines: readonly PricedLine[]): Promise<void> {
  await tx.deleteFrom('order_lines').where('order_id', '=', order_id).execute();
  const rows = lines.map(({ unitPrice, ...line }) => ({ order_id, ...line, unit_price: unitPrice, returned: 0 }));
  await tx.insertInto('order_lines').values(rows).execute();
}

export async function addToTimeline(tx: Tx, order_id: string, entry: Pick<TimelineRow, 'at' | 'state' | 'note'>) {
  const next = sql<number>`(select coalesce(max(entry), 0) + 1 from timeline where order_id = ${order_id})`;
  await tx
    .insertInto('timeline')
    .values({ order_id, entry: next, ...entry })
    .execute();
}

/** Orders that nobody is placing any more: pending, their lease over. */
export const readOverdue = (db: Db, now: number, limit: number): Promise<OrderRow[]> =>
  db
    .selectFrom('orders')
    .selectAll()
    .where('state', '=', 'pending')
    .where('lease_until', '<', now)
    .orderBy('lease_until')
    .limit(limit)
    .execute();

export interface Page {
  /** The last order of the page before. */
  after?: { createdAt: string; orderId: string };
  limit: number;
  state: string;
  customer: string;
  country: string;
  openOnly: boolean;
}

/** Newest first. Empty filters let everything through. */
export const readPage = (db: Db, { after, limit, state, customer, country, openOnly }: Page): Promise<OrderRow[]> =>
  db
    .selectFrom('orders')
    .selectAll()
    .$if(after !== undefined, (query) =>
      query.where(({ eb, and, or }) =>
        or([
          eb('created_at', '<', after!.createdAt),
          and([eb('created_at', '=', after!.createdAt), eb('order_id', '<', after!.orderId)]),
        ]),
      ),
    )
    .$if(state !== '', (query) => query.where('state', '=', state as OrderRow['state']))
    .$if(customer !== '', (query) => query.where('customer', '=', customer))
    .$if(country !== '', (query) => query.where('country', '=', country))
    .$if(openOnly, (query) => query.where('state', 'not in', ['completed', 'rejected', 'cancelled']))
    .orderBy('created_at', 'desc')
    .orderBy('order_id', 'desc')
    .limit(limit)
    .execute();

export interface EarlyMilestone {
  step: number;
  milestone_id: string;
  body: string;
}

export const readEarly = (tx: Tx, orderId: string): Promise<EarlyMilestone[]> =>
  tx
    .selectFrom('early_milestones')
    .select(['step', 'milestone_id', 'body'])
    .where('order_id', '=', orderId)
    .orderBy('step')
    .execute();

/** Replaces what waits for its predecessors. */
export async function writeEarly(tx: Tx, order_id: string, early: readonly EarlyMilestone[]): Promise<void> {
  await tx.deleteFrom('early_milestones').where('order_id', '=', order_id).execute();
  if (early.length === 0) return;
  await tx
    .insertInto('early_milestones')
    .values(early.map((milestone) => ({ order_id, ...milestone })))
    .execute();
}

/** Outbox rows for the order topic, after `sequence`, in their order. */
export const readOrderEvents = (db: OrdersStore['db'], sequence: number, limit: number) =>
  db
    .selectFrom('outbox')
    .select(['seq', 'type', 'content_type', 'body'])
    .where('channel', '=', 'kafka')
    .where('seq', '>', sequence)
    .orderBy('seq')
    .limit(limit)
    .execute();
