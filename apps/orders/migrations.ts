import type { ColumnType } from 'kysely';
import type { Migration } from '@parley/store';
import type { State } from './order.domain';

/** Money in pence: read as a number (the store throws beyond what is safe), written as a bigint. */
type Pence = ColumnType<number, bigint | number, bigint | number>;

/**
 * `version` counts the events of the order, `step` the milestones that have counted. While an order is pending,
 * `lease_until` (ms since 1970) says until when somebody is placing it, and `attempts` who: each attempt has its own.
 */
export interface OrdersTable {
  order_id: string;
  idempotency_key: string;
  body_hash: string;
  customer: string;
  country: string;
  reference: string;
  placed_at: string;
  created_at: string;
  state: State;
  reason: string;
  net: Pence;
  vat: Pence;
  gross: Pence;
  refunded: Pence;
  parcels: number;
  version: number;
  step: number;
  lease_until: number;
  attempts: number;
  traceparent: string;
  tracestate: string;
}

/** `returned` is what returns have been matched to, refunded already or not. */
export interface OrderLinesTable {
  order_id: string;
  line: number;
  sku: string;
  quantity: number;
  unit_price: Pence;
  discount: Pence;
  net: Pence;
  vat: Pence;
  gross: Pence;
  parcels: number;
  returned: number;
}

export interface TimelineTable {
  order_id: string;
  entry: number;
  at: string;
  state: string;
  note: string;
}

/** Milestones that wait for their predecessors. `body` is the Milestone as JSON. */
export interface EarlyMilestonesTable {
  order_id: string;
  step: number;
  milestone_id: string;
  body: string;
}

export interface ReturnsTable {
  return_id: string;
  idempotency_key: string;
  body_hash: string;
  customer: string;
  state: 'pending' | 'completed';
  refunded: Pence;
  created_at: string;
  traceparent: string;
  tracestate: string;
}

/** A part of a return's line: matched to one line of one order, or (`order_id` empty) refused with a reason. */
export interface ReturnPartsTable {
  return_id: string;
  part: number;
  line: number;
  sku: string;
  quantity: number;
  accepted: number;
  order_id: string;
  order_line: number;
  net: Pence;
  refund: Pence;
  reason: string;
}

/** What one return gives back for one order; `done` 1 when fulfilment has said so. */
export interface RefundsTable {
  return_id: string;
  order_id: string;
  amount: Pence;
  done: number;
}

export interface OrdersDatabase {
  orders: OrdersTable;
  order_lines: OrderLinesTable;
  timeline: TimelineTable;
  early_milestones: EarlyMilestonesTable;
  returns: ReturnsTable;
  return_parts: ReturnPartsTable;
  refunds: RefundsTable;
}

const first: Migration = {
  async up(db, types) {
    await db.schema
      .createTable('orders')
      .addColumn('order_id', types.text, (c) => c.primaryKey())
      .addColumn('idempotency_key', types.text, (c) => c.notNull().unique())
      .addColumn('body_hash', types.text, (c) => c.notNull())
      .addColumn('customer', types.text, (c) => c.notNull())
      .addColumn('country', types.text, (c) => c.notNull())
      .addColumn('reference', types.text, (c) => c.notNull())
      .addColumn('placed_at', types.text, (c) => c.notNull())
      .addColumn('created_at', types.text, (c) => c.notNull())
      .addColumn('state', types.text, (c) => c.notNull())
      .addColumn('reason', types.text, (c) => c.notNull())
      .addColumn('net', types.int64, (c) => c.notNull())
      .addColumn('vat', types.int64, (c) => c.notNull())
      .addColumn('gross', types.int64, (c) => c.notNull())
      .addColumn('refunded', types.int64, (c) => c.notNull())
      .addColumn('parcels', types.int64, (c) => c.notNull())
      .addColumn('version', types.int64, (c) => c.notNull())
      .addColumn('step', types.int64, (c) => c.notNull())
      .addColumn('lease_until', types.int64, (c) => c.notNull())
      .addColumn('attempts', types.int64, (c) => c.notNull())
      .addColumn('traceparent', types.text, (c) => c.notNull())
      .addColumn('tracestate', types.text, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('orders_newest').on('orders').columns(['created_at', 'order_id']).execute();
    await db.schema
      .createIndex('orders_customer')
      .on('orders')
      .columns(['customer', 'state', 'placed_at', 'order_id'])
      .execute();
    await db.schema
      .createIndex('orders_state')
      .on('orders')
      .columns(['state', 'lease_until', 'created_at', 'order_id'])
      .execute();
    await db.schema
      .createTable('order_lines')
      .addColumn('order_id', types.text, (c) => c.notNull())
      .addColumn('line', types.int64, (c) => c.notNull())
      .addColumn('sku', types.text, (c) => c.notNull())
      .addColumn('quantity', types.int64, (c) => c.notNull())
      .addColumn('unit_price', types.int64, (c) => c.notNull())
      .addColumn('discount', types.int64, (c) => c.notNull())
      .addColumn('net', types.int64, (c) => c.notNull())
      .addColumn('vat', types.int64, (c) => c.notNull())
      .addColumn('gross', types.int64, (c) => c.notNull())
      .addColumn('parcels', types.int64, (c) => c.notNull())
      .addColumn('returned', types.int64, (c) => c.notNull())
      .addPrimaryKeyConstraint('order_lines_key', ['order_id', 'line'])
      .addUniqueConstraint('order_lines_sku', ['order_id', 'sku'])
      .execute();
    await db.schema
      .createTable('timeline')
      .addColumn('order_id', types.text, (c) => c.notNull())
      .addColumn('entry', types.int64, (c) => c.notNull())
      .addColumn('at', types.text, (c) => c.notNull())
      .addColumn('state', types.text, (c) => c.notNull())
      .addColumn('note', types.text, (c) => c.notNull())
      .addPrimaryKeyConstraint('timeline_key', ['order_id', 'entry'])
      .execute();
    await db.schema
      .createTable('early_milestones')
      .addColumn('order_id', types.text, (c) => c.notNull())
      .addColumn('step', types.int64, (c) => c.notNull())
      .addColumn('milestone_id', types.text, (c) => c.notNull())
      .addColumn('body', types.text, (c) => c.notNull())
      .addPrimaryKeyConstraint('early_milestones_key', ['order_id', 'step'])
      .execute();
    await db.schema
      .createTable('returns')
      .addColumn('return_id', types.text, (c) => c.primaryKey())
      .addColumn('idempotency_key', types.text, (c) => c.notNull().unique())
      .addColumn('body_hash', types.text, (c) => c.notNull())
      .addColumn('customer', types.text, (c) => c.notNull())
      .addColumn('state', types.text, (c) => c.notNull())
      .addColumn('refunded', types.int64, (c) => c.notNull())
      .addColumn('created_at', types.text, (c) => c.notNull())
      .addColumn('traceparent', types.text, (c) => c.notNull())
      .addColumn('tracestate', types.text, (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('return_parts')
      .addColumn('return_id', types.text, (c) => c.notNull())
      .addColumn('part', types.int64, (c) => c.notNull())
      .addColumn('line', types.int64, (c) => c.notNull())
      .addColumn('sku', types.text, (c) => c.notNull())
      .addColumn('quantity', types.int64, (c) => c.notNull())
      .addColumn('accepted', types.int64, (c) => c.notNull())
      .addColumn('order_id', types.text, (c) => c.notNull())
      .addColumn('order_line', types.int64, (c) => c.notNull())
      .addColumn('net', types.int64, (c) => c.notNull())
      .addColumn('refund', types.int64, (c) => c.notNull())
      .addColumn('reason', types.text, (c) => c.notNull())
      .addPrimaryKeyConstraint('return_parts_key', ['return_id', 'part'])
      .execute();
    await db.schema
      .createTable('refunds')
      .addColumn('return_id', types.text, (c) => c.notNull())
      .addColumn('order_id', types.text, (c) => c.notNull())
      .addColumn('amount', types.int64, (c) => c.notNull())
      .addColumn('done', types.int64, (c) => c.notNull())
      .addPrimaryKeyConstraint('refunds_key', ['return_id', 'order_id'])
      .execute();
  },
};

/** The order book's tables; inbox, outbox and leases are the store's. */
export const migrations: Record<string, Migration> = { '001-order-book': first };
