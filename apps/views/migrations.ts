import type { Migration, Store, StoreTransaction } from '@parley/store';

/**
 * Every row is of a generation: all of it came in from the beginning of the log on. One generation is live; while the next
 * one is built, both take every event. The cache is `orders`, the search view is `terms`.
 */
export interface ViewsTables {
  generations: { generation: number; state: 'live' | 'building' };
  /** How far a generation has come in each partition: `next` is the offset of the next record. `at`: of the last event. */
  positions: { generation: number; partition: number; next: number; at: string };
  /** Events that are in, by their id: the log may hold one twice. */
  events: { generation: number; event_id: string };
  /** Records of which no event could be made. */
  unreadable: { generation: number; partition: number; offset: number; reason: string };
  /** `body`: JSON of an OrderView. */
  orders: { generation: number; order_id: string; body: string };
  /** An inverted index: a row a word of an order. */
  terms: { generation: number; term: string; order_id: string };
}

export type ViewsStore = Store<ViewsTables>;
export type Tx = StoreTransaction<ViewsTables>;

/** The tables that hold a generation's rows. */
export const contents = ['positions', 'events', 'unreadable', 'orders', 'terms'] as const;

export const migrations: Record<string, Migration> = {
  '001-views': {
    async up(db, { text, int64 }) {
      await db.schema
        .createTable('generations')
        .addColumn('generation', int64, (column) => column.primaryKey())
        .addColumn('state', text, (column) => column.notNull().unique())
        .execute();
      await db.schema
        .createTable('positions')
        .addColumn('generation', int64, (column) => column.notNull())
        .addColumn('partition', int64, (column) => column.notNull())
        .addColumn('next', int64, (column) => column.notNull())
        .addColumn('at', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('positions_key', ['generation', 'partition'])
        .execute();
      await db.schema
        .createTable('events')
        .addColumn('generation', int64, (column) => column.notNull())
        .addColumn('event_id', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('events_key', ['generation', 'event_id'])
        .execute();
      await db.schema
        .createTable('unreadable')
        .addColumn('generation', int64, (column) => column.notNull())
        .addColumn('partition', int64, (column) => column.notNull())
        .addColumn('offset', int64, (column) => column.notNull())
        .addColumn('reason', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('unreadable_key', ['generation', 'partition', 'offset'])
        .execute();
      await db.schema
        .createTable('orders')
        .addColumn('generation', int64, (column) => column.notNull())
        .addColumn('order_id', text, (column) => column.notNull())
        .addColumn('body', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('orders_key', ['generation', 'order_id'])
        .execute();
      await db.schema
        .createTable('terms')
        .addColumn('generation', int64, (column) => column.notNull())
        .addColumn('term', text, (column) => column.notNull())
        .addColumn('order_id', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('terms_key', ['generation', 'term', 'order_id'])
        .execute();
      await db.insertInto('generations').values({ generation: 1, state: 'live' }).execute();
    },
  },
};
