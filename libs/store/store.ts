import { Kysely } from 'kysely';
import type { Transaction } from 'kysely';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { assertOutsideTransaction } from './context';
import { groupCommit } from './group-commit';
import { migrate } from './migrate';
import type { DialectName, Migration } from './migrate';
import { mutex } from './mutex';
import type { MessagingTables } from './outbox';
import { postgresDialect } from './postgres';
import type { PostgresLimits } from './postgres-pool';
import { sqliteDialect } from './sqlite';
import { wake } from './wake';

export type StoreTransaction<DB = unknown> = Transaction<DB & MessagingTables>;

export interface Store<DB = unknown> {
  /** For reads outside a transaction. What changes the store goes through `transaction`. */
  db: Kysely<DB & MessagingTables>;
  dialect: DialectName;
  /**
   * Runs `fn` in a transaction and resolves with its result when the commit is on the disk; a throw rolls everything
   * back and rejects. Those that wait while another one commits are committed together (group-commit.ts). One writer at
   * a time over all processes, so what `fn` reads stays true until it commits. On a conflict `fn` runs again from the
   * start: it must do nothing but use `tx`, and await no network. Not to be nested: inside, `transaction` and `db` throw.
   * A database that does not answer: Retryable, or OutcomeUnknown when it was asked to commit.
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
  /** How long PostgreSQL is waited for; default 5 s for a connection, 15 s for a statement. */
  limits?: PostgresLimits;
  migrations: Record<string, Migration>;
}

/**
 * Opens the service's store, SQLite or PostgreSQL, and brings its schema up to date. Resolves when the migrations are
 * committed; several processes may open the same store at once.
 */
export async function openStore<DB = unknown>(options: StoreOptions): Promise<Store<DB>> {
  const { service, dataDir, databaseUrl, limits, migrations } = options;
  const dialect = databaseUrl ? 'postgres' : 'sqlite';
  if (!databaseUrl) mkdirSync(dataDir, { recursive: true });
  const db = new Kysely<DB & MessagingTables>({
    dialect: databaseUrl
      ? await postgresDialect(databaseUrl, service, limits)
      : sqliteDialect(join(dataDir, `${service}.sqlite`)),
  });
  const turn = mutex();

  const commit = groupCommit<DB>(
    async (fn) => {
      const release = await turn.lock();
      try {
        await db.transaction().execute(fn);
      } finally {
        release();
      }
    },
    (channels) => {
      for (const channel of channels) wake(store, channel);
    },
  );

  const store: Store<DB> = {
    db,
    dialect,
    async transaction(fn) {
      assertOutsideTransaction();
      return commit(fn);
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
