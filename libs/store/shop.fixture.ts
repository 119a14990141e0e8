import type { Store } from './store';
import type { Migration } from './migrate';
import type { OutboxMessage } from './outbox';

/** A small service's tables, for tests. */
export interface ShopTables {
  counter: { name: string; value: number };
  effect: { id: string };
}

export const shopMigrations: Record<string, Migration> = {
  '001-counter': {
    async up(db, types) {
      await db.schema
        .createTable('counter')
        .addColumn('name', types.text, (c) => c.primaryKey())
        .addColumn('value', types.int64, (c) => c.notNull())
        .execute();
      await db.insertInto('counter').values({ name: 'visits', value: 0 }).execute();
    },
  },
  '002-effect': {
    async up(db, types) {
      await db.schema
        .createTable('effect')
        .addColumn('id', types.text, (c) => c.primaryKey())
        .execute();
    },
  },
};

export const message = (id: string, changes: Partial<OutboxMessage> = {}): OutboxMessage => ({
  id,
  channel: 'kafka',
  destination: 'orders',
  key: 'k',
  type: 'parley.orders.v1.OrderEvent',
  contentType: 'application/x-protobuf',
  body: Buffer.from(id),
  ...changes,
});

/** Reads, lets others in, writes: loses updates unless transactions exclude each other. */
export function increment(store: Store<ShopTables>): Promise<void> {
  return store.transaction(async (tx) => {
    const { value } = await tx
      .selectFrom('counter')
      .select('value')
      .where('name', '=', 'visits')
      .executeTakeFirstOrThrow();
    await new Promise(setImmediate);
    await tx
      .updateTable('counter')
      .set({ value: value + 1 })
      .where('name', '=', 'visits')
      .execute();
  });
}

export async function visits(store: Store<ShopTables>): Promise<number> {
  return (await store.db.selectFrom('counter').select('value').executeTakeFirstOrThrow()).value;
}
