import type { Migration } from '@parley/store';
import type { Dimension } from './sales.domain';

/** Money in pence; times ISO UTC. */
export interface AnalyticsTables {
  /** The events that are in `sales`, or make no difference to it. */
  events: { event_id: string };
  sales: { dimension: Dimension; key: string; quantity: number; gross: number; orders: number };
  /** Records of the log that no event could be made of, whole. `headers` is JSON. */
  dead_records: {
    topic: string;
    partition: number;
    offset: string;
    key: string;
    headers: string;
    body: Buffer;
    reason: string;
    cause: string;
    attempts: number;
    at: string;
  };
}

export const migrations: Record<string, Migration> = {
  '001-sales': {
    async up(db, { text, int64, blob }) {
      await db.schema
        .createTable('events')
        .addColumn('event_id', text, (column) => column.primaryKey())
        .execute();
      await db.schema
        .createTable('sales')
        .addColumn('dimension', text, (column) => column.notNull())
        .addColumn('key', text, (column) => column.notNull())
        .addColumn('quantity', int64, (column) => column.notNull())
        .addColumn('gross', int64, (column) => column.notNull())
        .addColumn('orders', int64, (column) => column.notNull())
        .addPrimaryKeyConstraint('sales_key', ['dimension', 'key'])
        .execute();
      await db.schema
        .createTable('dead_records')
        .addColumn('topic', text, (column) => column.notNull())
        .addColumn('partition', int64, (column) => column.notNull())
        .addColumn('offset', text, (column) => column.notNull())
        .addColumn('key', text, (column) => column.notNull())
        .addColumn('headers', text, (column) => column.notNull())
        .addColumn('body', blob, (column) => column.notNull())
        .addColumn('reason', text, (column) => column.notNull())
        .addColumn('cause', text, (column) => column.notNull())
        .addColumn('attempts', int64, (column) => column.notNull())
        .addColumn('at', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('dead_records_place', ['topic', 'partition', 'offset'])
        .execute();
    },
  },
};
