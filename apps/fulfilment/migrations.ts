import type { Migration, Store, StoreTransaction } from '@parley/store';
import type { Phase } from './fulfilment.domain';

/** Money in pence; times ISO UTC. `payments` and `refunds` are what a checker adds up. */
export interface FulfilmentTables {
  orders: {
    order_id: string;
    customer: string;
    reference: string;
    phase: Phase;
    paid: number;
    refunded: number;
    step: number;
  };
  payments: { order_id: string; amount: number; at: string };
  refunds: {
    refund_id: string;
    order_id: string;
    amount: number;
    kind: 'cancel' | 'return';
    return_id: string;
    at: string;
  };
}

export type FulfilmentStore = Store<FulfilmentTables>;
export type FulfilmentTransaction = StoreTransaction<FulfilmentTables>;

export const migrations: Record<string, Migration> = {
  '001-orders': {
    async up(db, { text, int64 }) {
      await db.schema
        .createTable('orders')
        .addColumn('order_id', text, (column) => column.primaryKey())
        .addColumn('customer', text, (column) => column.notNull())
        .addColumn('reference', text, (column) => column.notNull())
        .addColumn('phase', text, (column) => column.notNull())
        .addColumn('paid', int64, (column) => column.notNull())
        .addColumn('refunded', int64, (column) => column.notNull())
        .addColumn('step', int64, (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('payments')
        .addColumn('order_id', text, (column) => column.primaryKey())
        .addColumn('amount', int64, (column) => column.notNull())
        .addColumn('at', text, (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('refunds')
        .addColumn('refund_id', text, (column) => column.primaryKey())
        .addColumn('order_id', text, (column) => column.notNull())
        .addColumn('amount', int64, (column) => column.notNull())
        .addColumn('kind', text, (column) => column.notNull())
        .addColumn('return_id', text, (column) => column.notNull())
        .addColumn('at', text, (column) => column.notNull())
        .execute();
      await db.schema.createIndex('refunds_order').on('refunds').column('order_id').execute();
    },
  },
};
