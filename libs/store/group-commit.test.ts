import { AsyncLocalStorage } from 'node:async_hooks';
import fc from 'fast-check';
import { sql } from 'kysely';
import { enqueue, outboxPending } from './index';
import { message, shopMigrations } from './shop.fixture';
import type { ShopTables } from './shop.fixture';
import type { Store, StoreTransaction } from './store';
import { eachStore } from './testing';

const insert = (id: string) => async (tx: StoreTransaction<ShopTables>) => {
  await tx.insertInto('effect').values({ id }).execute();
  return id;
};
const effects = async ({ db }: Store<ShopTables>): Promise<string[]> =>
  (await db.selectFrom('effect').select('id').orderBy('id').execute()).map(({ id }) => id);

eachStore((name, open) => {
  /** The transaction of the database that a member ran in: the same for all that are committed together. */
  const transactionOf = async (tx: StoreTransaction<ShopTables>): Promise<string> => {
    if (name === 'sqlite') return '';
    return (await sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(tx)).rows[0]!.id;
  };

  test('those that wait go together, and none is answered before the commit', async () => {
    const store = await open<ShopTables>(shopMigrations);
    const other = await open<ShopTables>(shopMigrations);
    let running = 0;
    const seen: string[] = [];
    const all = Array.from({ length: 20 }, (_each, n) =>
      store
        .transaction(async (tx) => {
          running += 1;
          await insert(`e${n}`)(tx);
          return transactionOf(tx);
        })
        .then(async (transaction) => {
          // Nothing of a later group may be needed for this one to be on the disk.
          seen.push(transaction);
          return (await effects(other)).includes(`e${n}`);
        }),
    );
    expect(await Promise.all(all)).toEqual(Array(20).fill(true));
    expect(running).toBe(20);
    if (name === 'postgres') expect(new Set(seen).size).toBe(2);
  });

  test('one that throws takes back its own writes only, those to the outbox too', async () => {
    const store = await open<ShopTables>(shopMigrations);
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c', 'd', 'e'].map((id) =>
        store.transaction(async (tx) => {
          await insert(id)(tx);
          await enqueue(tx, message(id));
          if (id === 'b' || id === 'd') throw new Error(`not ${id}`);
        }),
      ),
    );
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(await effects(store)).toEqual(['a', 'c', 'e']);
    expect(await outboxPending(store)).toBe(3);
  });

  test('a statement that the database refuses spoils its own transaction only', async () => {
    const store = await open<ShopTables>(shopMigrations);
    const outcomes = await Promise.allSettled(['a', 'b', 'a', 'c'].map((id) => store.transaction(insert(id))));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(await effects(store)).toEqual(['a', 'b', 'c']);
  });

  test('each runs in the context of its own caller', async () => {
    const store = await open<ShopTables>(shopMigrations);
    const context = new AsyncLocalStorage<number>();
    const found = await Promise.all(
      Array.from({ length: 12 }, (_each, n) => context.run(n, () => store.transaction(async () => context.getStore()))),
    );
    expect(found).toEqual(Array.from({ length: 12 }, (_each, n) => n));
  });

  test('any mixture of good and bad ones leaves just what the good ones wrote', async () => {
    const store = await open<ShopTables>(shopMigrations);
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 30 }), async (good) => {
        round += 1;
        const before = (await effects(store)).length;
        const outcomes = await Promise.allSettled(
          good.map((isGood, n) =>
            store.transaction(async (tx) => {
              await insert(`${round}-${n}`)(tx);
              if (!isGood) throw new Error('bad');
            }),
          ),
        );
        expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual(good);
        expect((await effects(store)).length - before).toBe(good.filter(Boolean).length);
      }),
      { numRuns: 15, seed: 7 },
    );
  });
});
