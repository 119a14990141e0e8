import type { Kysely } from 'kysely';
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
  /** What the ledger was asked to debit, with what the order needs to go on, and its answer: '' until then. */
  charges: {
    order_id: string;
    amount: number;
    country: string;
    parcels: number;
    at: string;
    outcome: string;
    version: number;
  };
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
  '002-charges': {
    async up(db, { text, int64 }) {
      await db.schema
        .createTable('charges')
        .addColumn('order_id', text, (column) => column.primaryKey())
        .addColumn('amount', int64, (column) => column.notNull())
        .addColumn('country', text, (column) => column.notNull())
        .addColumn('parcels', int64, (column) => column.notNull())
        .addColumn('at', text, (column) => column.notNull())
        .addColumn('outcome', text, (column) => column.notNull())
        .addColumn('version', int64, (column) => column.notNull())
        .execute();
      await bookAtLedger(db);
    },
  },
};

/** What was booked before there was a ledger is booked there too. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a migration knows the schema of its own time only
async function bookAtLedger(db: Kysely<any>): Promise<void> {
  const at = new Date().toISOString();
  const ask = async (order_id: string, operationId: string, operation: object): Promise<void> => {
    const row = { id: operationId, channel: 'grpc', destination: 'parley.ledger.v1.Ledger/Write', key: order_id, at };
    const body = Buffer.from(JSON.stringify({ operationId, ...operation }));
    const about = {
      type: 'parley.ledger.v1.WriteRequest',
      content_type: 'application/json',
      trace: '{}',
      headers: '{}',
    };
    await db
      .insertInto('outbox')
      .values({ ...row, ...about, body })
      .execute();
  };
  const booked = (table: string) =>
    db.selectFrom(table).innerJoin('orders', 'orders.order_id', `${table}.order_id`).where('customer', '<>', '');
  const payments = await booked('payments').select(['payments.order_id', 'amount', 'customer']).execute();
  for (const { order_id, amount, customer } of payments) {
    await db
      .insertInto('charges')
      .values({ order_id, amount, country: '', parcels: 0, at, outcome: '', version: 0 })
      .execute();
    await ask(order_id, `payment/${order_id}`, { debit: { customer, amount: String(amount) } });
  }
  const refunds = await booked('refunds').select(['refunds.order_id', 'refund_id', 'amount', 'customer']).execute();
  for (const { order_id, refund_id, amount, customer } of refunds)
    await ask(order_id, `refund/${refund_id}`, { refund: { customer, amount: String(amount) } });
}
