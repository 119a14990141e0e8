import { Kysely } from 'kysely';
import type { Transaction } from 'kysely';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { assertOutsideTransaction, runInTransaction } from './context';
import { migrate } from './migrate';
import type { DialectName, Migration } from './migrate';
import { mutex } from './mutex';
import type { MessagingTables } from './outbox';
import { isConflict, postgresDialect } from './postgres';
import { isBusy, sqliteDialect } from './sqlite';
import { wake } from './wake';

export type StoreTransaction<DB = unknown> = Transaction<DB & MessagingTables>;

export interface Store<DB = unknown> {
  /** For reads outside a transaction. What changes the store goes through `transaction`. */
  db: Kysely<DB & MessagingTables>;
  dialect: DialectName;
  /**
   * Runs `fn` in a transaction and resolves with its result when the commit is on the disk; a throw rolls everything
   * back and rejects. One writer at a time over all processes, so what `fn` reads stays true until it commits. On a
   * conflict `fn` runs again from the start: it must do nothing but use `tx`, and await no network. Not to be nested:
   * inside, `transaction` and `db` throw.
   */
  transaction<T>(fn: (tx: StoreTransaction<DB>) => Promise<T>): Promise<T>;
  /** Waits for what is under way and closes the connections. */
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Names the file `<service>.sqlite` or the PostgreSQL schema. */
  service: string;
  /** The folder of the SQLite file, made if absent. Not used with a databaseUrl. */
  dataDir: string;
  databaseUrl?: string;
  migrations: Record<string, Migration>;
}

const CONFLICT_RETRIES = 8;

/**
 * Opens the service's store, SQLite or PostgreSQL, and brings its schema up to date. Resolves when the migrations are
 * committed; several processes may open the same store at once.
 */
export async function openStore<DB = unknown>(options: StoreOptions): Promise<Store<DB>> {
  const { service, dataDir, databaseUrl, migrations } = options;
  const dialect = databaseUrl ? 'postgres' : 'sqlite';
  if (!databaseUrl) mkdirSync(dataDir, { recursive: true });
  const db = new Kysely<DB & MessagingTables>({
    dialect: databaseUrl
      ? await postgresDialect(databaseUrl, service)
      : sqliteDialect(join(dataDir, `${service}.sqlite`)),
  });
  const turn = mutex();

  async function attempt<T>(fn: (tx: StoreTransaction<DB>) => Promise<T>): Promise<T> {
    const running = { active: true, channels: new Set<string>() };
    const release = await turn.lock();
    try {
      const result = await db
        .transaction()
        .execute((tx) => runInTransaction(running, () => fn(tx)).finally(() => (running.active = false)));
      for (const channel of running.channels) wake(store, channel);
      return result;
    } finally {
      release();
    }
  }

  const store: Store<DB> = {
    db,
    dialect,
    async transaction(fn) {
      assertOutsideTransaction();
      for (let tried = 1; ; tried++) {
        try {
          return await attempt(fn);
        } catch (error) {
          if (tried > CONFLICT_RETRIES || !(isBusy(error) || isConflict(error))) throw error;
          await delay(Math.random() * 10 * tried);
        }
      }
    },
    async close() {
      const release = await turn.lock();
      await db.destroy().finally(release);
    },
  };

  try {
    await store.transaction((tx) => migrate(tx, dialect, migrations));
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return store;
}
