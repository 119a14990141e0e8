import { sql } from 'kysely';
import type { Migration } from '@parley/store';
import type { ReservationState } from './stock.domain';

/** `unlimited` is 0 or 1. Always: initial = available + reserved + sold (`sold` is net of returns). */
export interface ProductsTable {
  sku: string;
  name: string;
  unit_price: number;
  unlimited: number;
  initial: number;
  available: number;
  reserved: number;
  sold: number;
}

/** `shortages` is JSON, and set where the reservation was refused. */
export interface ReservationsTable {
  order_id: string;
  state: ReservationState;
  shortages: string;
  at: string;
}

export interface ReservationLinesTable {
  order_id: string;
  sku: string;
  quantity: number;
}

export interface RestocksTable {
  return_id: string;
  at: string;
}

export interface RestockLinesTable {
  return_id: string;
  sku: string;
  quantity: number;
}

export interface NoticesTable {
  notice_id: string;
  order_id: string;
  parcels: number;
  at: string;
}

export interface InventoryDatabase {
  products: ProductsTable;
  reservations: ReservationsTable;
  reservation_lines: ReservationLinesTable;
  restocks: RestocksTable;
  restock_lines: RestockLinesTable;
  notices: NoticesTable;
}

const first: Migration = {
  async up(db, types) {
    // The constraints are the last defence: what would sell more than there is fails, whatever the code above thought.
    await db.schema
      .createTable('products')
      .addColumn('sku', types.text, (c) => c.primaryKey())
      .addColumn('name', types.text, (c) => c.notNull())
      .addColumn('unit_price', types.int64, (c) => c.notNull())
      .addColumn('unlimited', types.int64, (c) => c.notNull())
      .addColumn('initial', types.int64, (c) => c.notNull())
      .addColumn('available', types.int64, (c) => c.notNull())
      .addColumn('reserved', types.int64, (c) => c.notNull())
      .addColumn('sold', types.int64, (c) => c.notNull())
      .addCheckConstraint('not_oversold', sql`unlimited = 1 or available >= 0`)
      .addCheckConstraint('not_negative', sql`reserved >= 0 and sold >= 0`)
      .addCheckConstraint('nothing_lost', sql`initial = available + reserved + sold`)
      .execute();
    await db.schema
      .createTable('reservations')
      .addColumn('order_id', types.text, (c) => c.primaryKey())
      .addColumn('state', types.text, (c) => c.notNull())
      .addColumn('shortages', types.text, (c) => c.notNull())
      .addColumn('at', types.text, (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('reservation_lines')
      .addColumn('order_id', types.text, (c) => c.notNull())
      .addColumn('sku', types.text, (c) => c.notNull())
      .addColumn('quantity', types.int64, (c) => c.notNull())
      .addPrimaryKeyConstraint('reservation_lines_key', ['order_id', 'sku'])
      .execute();
    await db.schema
      .createTable('restocks')
      .addColumn('return_id', types.text, (c) => c.primaryKey())
      .addColumn('at', types.text, (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('restock_lines')
      .addColumn('return_id', types.text, (c) => c.notNull())
      .addColumn('sku', types.text, (c) => c.notNull())
      .addColumn('quantity', types.int64, (c) => c.notNull())
      .addPrimaryKeyConstraint('restock_lines_key', ['return_id', 'sku'])
      .execute();
    await db.schema
      .createTable('notices')
      .addColumn('notice_id', types.text, (c) => c.primaryKey())
      .addColumn('order_id', types.text, (c) => c.notNull())
      .addColumn('parcels', types.int64, (c) => c.notNull())
      .addColumn('at', types.text, (c) => c.notNull())
      .execute();
  },
};

/** The warehouse's tables; the inbox is the store's. */
export const migrations: Record<string, Migration> = { '001-stock': first };
