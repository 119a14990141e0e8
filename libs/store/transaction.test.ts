import { sql } from 'kysely';
import { startChild } from '@parley/faults/testing';
import { enqueue } from './index';
import { increment, message, shopMigrations, visits } from './shop.fixture';
import type { ShopTables } from './shop.fixture';
import { eachStore } from './testing';

const child = `${__dirname}/child.fixture.ts`;

eachStore((name, open) => {
  test('a throw rolls everything back, the outbox too', async () => {
    const store = await open<ShopTables>(shopMigrations);
    const failing = store.transaction(async (tx) => {
      await tx.insertInto('effect').values({ id: 'a' }).execute();
      await enqueue(tx, message('a'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await store.db.selectFrom('effect').selectAll().execute()).toEqual([]);
    expect(await store.db.selectFrom('outbox').selectAll().execute()).toEqual([]);
    await increment(store);
    expect(await visits(store)).toBe(1);
  });

  test('50 parallel read-modify-writes are 50', async () => {
    const store = await open<ShopTables>(shopMigrations);
    const other = await open<ShopTables>(shopMigrations);
    await Promise.all(Array.from({ length: 50 }, (_each, n) => increment(n % 2 ? store : other)));
    expect(await visits(store)).toBe(50);
  });

  test('and so are those of four processes; none of them sees a busy file', async () => {
    const store = await open<ShopTables>(shopMigrations);
    const place = JSON.stringify(open.place());
    const children = Array.from({ length: 4 }, () => startChild(child, { args: ['increment', place, '50'] }));
    const exits = await Promise.all(children.map((one) => one.exited));
    expect(children.map((one) => one.output().stderr)).toEqual(['', '', '', '']);
    expect(exits.map((exit) => exit.code)).toEqual([0, 0, 0, 0]);
    expect(await visits(store)).toBe(200);
  });

  test('a reader sees what is committed while a writer in another connection is at work', async () => {
    const store = await open<ShopTables>(shopMigrations);
    const other = await open<ShopTables>(shopMigrations);
    let commit!: () => void;
    const mayCommit = new Promise<void>((resolve) => (commit = resolve));
    let writing!: Promise<void>;
    await new Promise<void>((written) => {
      writing = store.transaction(async (tx) => {
        await tx.updateTable('counter').set({ value: 7 }).execute();
        written();
        await mayCommit;
      });
    });
    expect(await visits(other)).toBe(0);
    commit();
    await writing;
    expect(await visits(other)).toBe(7);
  });

  test('inside a transaction the store itself and a second transaction are refused, not waited for', async () => {
    const store = await open<ShopTables>(shopMigrations);
    await expect(store.transaction(() => visits(store))).rejects.toThrow(/inside a transaction/);
    await expect(store.transaction(() => increment(store))).rejects.toThrow(/inside a transaction/);
    expect(await visits(store)).toBe(0);
  });

  test('what a transaction started and did not await may use the store after it', async () => {
    const store = await open<ShopTables>(shopMigrations);
    let release!: () => void;
    const released = new Promise<void>((resolve) => (release = resolve));
    const later = await store.transaction(async () => ({ value: released.then(() => visits(store)) }));
    release();
    expect(await later.value).toBe(0);
  });

  test('enqueue outside a transaction is refused', async () => {
    const store = await open<ShopTables>(shopMigrations);
    await expect(store.db.transaction().execute((tx) => enqueue(tx, message('a')))).rejects.toThrow(
      /Store.transaction/,
    );
  });

  test('close waits for a transaction that is under way', async () => {
    const store = await open<ShopTables>(shopMigrations);
    const other = await open<ShopTables>(shopMigrations);
    const writing = increment(store);
    await store.close();
    await writing;
    expect(await visits(other)).toBe(1);
  });

  if (name === 'postgres') {
    test('a connection that the server ends fails its transaction, not the process; the next one works', async () => {
      const store = await open<ShopTables>(shopMigrations);
      const other = await open<ShopTables>(shopMigrations);
      let kill!: (pid: number) => void;
      const killed = new Promise<number>((resolve) => (kill = resolve)).then((pid) =>
        sql`select pg_terminate_backend(${pid})`.execute(other.db),
      );
      const cut = store.transaction(async (tx) => {
        const { pid } = await tx.selectNoFrom(sql<number>`pg_backend_pid()`.as('pid')).executeTakeFirstOrThrow();
        await tx.insertInto('effect').values({ id: 'a' }).execute();
        kill(pid);
        await killed;
        await tx.insertInto('effect').values({ id: 'b' }).execute();
      });
      await expect(cut).rejects.toThrow();
      await increment(store);
      expect(await visits(other)).toBe(1);
      expect(await store.db.selectFrom('effect').selectAll().execute()).toEqual([]);
    });
  }
});
