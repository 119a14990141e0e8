import { openTcpProxy, type TcpProxy } from '@parley/faults/testing';
import { openStore } from './index';
import { increment, shopMigrations, visits } from './shop.fixture';
import type { ShopTables } from './shop.fixture';
import type { Store } from './store';
import { eachStore } from './testing';

const limits = { connectMs: 1000, queryMs: 1000 };

eachStore(
  (_name, open) => {
    let proxy: TcpProxy;
    let store: Store<ShopTables>;
    let losing = false;

    beforeEach(async () => {
      const { databaseUrl, ...place } = open.place();
      const url = new URL(databaseUrl!);
      losing = false;
      let lost: object | undefined;
      proxy = await openTcpProxy(
        { host: url.hostname, port: Number(url.port) },
        {
          toServer: (chunk, connection) => {
            if (losing && chunk.includes('commit')) lost = connection;
            return chunk;
          },
          toClient: (chunk, connection) => (connection === lost ? undefined : chunk),
        },
      );
      url.hostname = '127.0.0.1';
      url.port = String(proxy.port);
      store = await openStore<ShopTables>({ ...place, databaseUrl: String(url), migrations: shopMigrations, limits });
    });
    afterEach(() => proxy.close());

    const inTime = async <T>(work: Promise<T>, ms: number): Promise<T> => {
      const begun = performance.now();
      try {
        return await work;
      } finally {
        expect(performance.now() - begun).toBeLessThan(ms);
      }
    };

    test('a server in a black hole: Retryable in time, whoever waits; it works when the server is back', async () => {
      await increment(store);
      proxy.blackHole(true);
      const waiting = Array.from({ length: 5 }, () => increment(store).catch((error) => error.kind));
      expect(await inTime(Promise.all(waiting), 6000)).toEqual(Array(5).fill('retryable'));
      proxy.blackHole(false);
      proxy.cut();
      await increment(store);
      expect(await visits(store)).toBe(2);
      await store.close();
    });

    test('a server that goes while a transaction runs: Retryable, and nothing of it is there', async () => {
      const cut = store.transaction(async (tx) => {
        await tx.insertInto('effect').values({ id: 'a' }).execute();
        proxy.blackHole(true);
        await tx.insertInto('effect').values({ id: 'b' }).execute();
      });
      await expect(inTime(cut, 4000)).rejects.toMatchObject({ kind: 'retryable' });
      proxy.blackHole(false);
      proxy.cut();
      expect(await store.db.selectFrom('effect').selectAll().execute()).toEqual([]);
      await store.close();
    });

    test('a commit without an answer: the outcome is unknown to all of its group, and no effect comes twice', async () => {
      const direct = await open<ShopTables>(shopMigrations);
      let hold!: () => void;
      const held = new Promise<void>((resolve) => (hold = resolve));
      const first = store.transaction(() => held);
      const group = Array.from({ length: 3 }, (_each, n) =>
        store
          .transaction(async (tx) => {
            const { value } = await tx.selectFrom('counter').select('value').executeTakeFirstOrThrow();
            await tx
              .updateTable('counter')
              .set({ value: value + 1 })
              .execute();
            // Between the last statement and the commit: the commit gets through, its answer does not.
            if (n === 2) losing = true;
          })
          .catch((error) => error.kind),
      );
      hold();
      await first;
      expect(await Promise.all(group)).toEqual(Array(3).fill('unknown'));
      expect(await visits(direct)).toBe(3);
      await store.close();
    });

    test('close ends while the server is in a black hole', async () => {
      await increment(store);
      proxy.blackHole(true);
      const running = increment(store).catch((error) => error.kind);
      await inTime(store.close(), 4000);
      expect(await running).toBe('retryable');
    });
  },
  ['postgres'],
);
