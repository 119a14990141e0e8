import { DatabaseSync } from '@photostructure/sqlite';
import { CompiledQuery, SqliteAdapter, SqliteIntrospector } from 'kysely';
import type { DatabaseConnection, Dialect, Driver, QueryResult } from 'kysely';
import { setTimeout as delay } from 'node:timers/promises';
import { assertOutsideTransaction } from './context';
import { mutex } from './mutex';
import { CheckedSqliteCompiler } from './values';

type Statement = ReturnType<InstanceType<typeof DatabaseSync>['prepare']>;
type Row = Record<string, unknown>;
interface Prepared {
  statement: Statement;
  returnsRows: boolean;
}

const BUSY_LIMIT_MS = 10_000;
const PREPARED_LIMIT = 500;

/** SQLITE_BUSY and its extended codes: another process holds the file. */
export function isBusy(error: unknown): boolean {
  const code = (error as { sqliteCode?: number } | undefined)?.sqliteCode;
  return code !== undefined && (code & 0xff) === 5;
}

/**
 * Waits until no other process holds the file, at most 10 s. Asynchronously: SQLite's own busy_timeout would block the
 * event loop, health checks and heartbeats with it.
 */
async function whenFree<T>(run: () => T): Promise<T> {
  const giveUpAt = performance.now() + BUSY_LIMIT_MS;
  for (let longest = 2; ; longest = Math.min(longest * 2, 16)) {
    try {
      return run();
    } catch (error) {
      if (!isBusy(error) || performance.now() > giveUpAt) throw error;
    }
    await delay(1 + Math.random() * longest);
  }
}

async function openFile(file: string): Promise<InstanceType<typeof DatabaseSync>> {
  const database = new DatabaseSync(file, { timeout: 0 });
  await whenFree(() => database.exec('pragma journal_mode = wal'));
  database.exec(
    'pragma synchronous = full; pragma foreign_keys = on; pragma busy_timeout = 0; pragma cache_size = -16000',
  );
  return database;
}

function blobsAsBuffers(rows: Row[]): Row[] {
  for (const row of rows) {
    for (const name in row) {
      const value = row[name];
      if (value instanceof Uint8Array) row[name] = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    }
  }
  return rows;
}

function connection(database: InstanceType<typeof DatabaseSync>): DatabaseConnection {
  const prepared = new Map<string, Prepared>();

  function prepare(sql: string): Prepared {
    const known = prepared.get(sql);
    if (known) return known;
    const statement = database.prepare(sql);
    const entry = { statement, returnsRows: statement.columns().length > 0 };
    if (prepared.size >= PREPARED_LIMIT) prepared.delete(prepared.keys().next().value!);
    prepared.set(sql, entry);
    return entry;
  }

  function execute({ sql, parameters }: CompiledQuery): QueryResult<Row> {
    const { statement, returnsRows } = prepare(sql);
    if (returnsRows) {
      const rows = blobsAsBuffers(statement.all(...parameters));
      return { rows, numAffectedRows: BigInt(rows.length) };
    }
    const { changes, lastInsertRowid } = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  return {
    executeQuery: <R>(query: CompiledQuery) => whenFree(() => execute(query)) as Promise<QueryResult<R>>,
    async *streamQuery<R>({ sql, parameters }: CompiledQuery) {
      for (const row of prepare(sql).statement.iterate(...parameters))
        yield { rows: blobsAsBuffers([row as Row]) as R[] };
    },
  };
}

function driver(file: string): Driver {
  const turn = mutex();
  let database: InstanceType<typeof DatabaseSync>;
  let only: DatabaseConnection;
  let release: () => void;
  const run = async (sql: string) => void (await only.executeQuery(CompiledQuery.raw(sql)));
  return {
    async init() {
      database = await openFile(file);
      only = connection(database);
    },
    async acquireConnection() {
      assertOutsideTransaction();
      const free = await turn.lock();
      release = free;
      return only;
    },
    // A deferred transaction that reads first and then writes gets SQLITE_BUSY_SNAPSHOT, which no waiting cures.
    beginTransaction: () => run('begin immediate'),
    commitTransaction: () => run('commit'),
    // SQLite has rolled back by itself after, say, a full disk; a second time would hide that error.
    rollbackTransaction: async () => (database.isTransaction ? run('rollback') : undefined),
    releaseConnection: async () => release(),
    async destroy() {
      const free = await turn.lock();
      database.close();
      free();
    },
  };
}

/**
 * SQLite in one file: WAL, synchronous=FULL (a commit is on the disk when it returns), foreign keys on, one connection
 * that its users take turns on. Any number of processes may open the file.
 */
export function sqliteDialect(file: string): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => driver(file),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new CheckedSqliteCompiler(),
  };
}
