import { sql } from 'kysely';
import type { Migration, Store, StoreTransaction } from '@parley/store';

/** Money in pence. `state` has one row. `executed` has one a version: what the log held there, and what came of it. */
export interface LedgerTables {
  state: { id: 1; version: number; hash: string };
  entries: { key: string; balance: number; limit: number | null; value: string | null };
  executed: {
    version: number;
    operation_id: string;
    replica: string;
    first: number;
    outcome: 'done' | 'declined';
    reason: string;
    balance: number;
    fingerprint: string;
    hash: string;
  };
}

export type LedgerStore = Store<LedgerTables>;
export type LedgerTransaction = StoreTransaction<LedgerTables>;

export const migrations: Record<string, Migration> = {
  '001-ledger': {
    async up(db, { text, int64 }) {
      await db.schema
        .createTable('state')
        .addColumn('id', int64, (column) => column.primaryKey())
        .addColumn('version', int64, (column) => column.notNull())
        .addColumn('hash', text, (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('entries')
        .addColumn('key', text, (column) => column.primaryKey())
        .addColumn('balance', int64, (column) => column.notNull())
        .addColumn('limit', int64)
        .addColumn('value', text)
        .execute();
      await db.schema
        .createTable('executed')
        .addColumn('version', int64, (column) => column.primaryKey())
        .addColumn('operation_id', text, (column) => column.notNull())
        .addColumn('replica', text, (column) => column.notNull())
        .addColumn('first', int64, (column) => column.notNull())
        .addColumn('outcome', text, (column) => column.notNull())
        .addColumn('reason', text, (column) => column.notNull())
        .addColumn('balance', int64, (column) => column.notNull())
        .addColumn('fingerprint', text, (column) => column.notNull())
        .addColumn('hash', text, (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex('executed_first')
        .on('executed')
        .column('operation_id')
        .where(sql.ref('first'), '=', sql.ref('version'))
        .execute();
    },
  },
};
