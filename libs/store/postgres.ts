import { CompiledQuery, PostgresAdapter, PostgresDriver, PostgresIntrospector } from 'kysely';
import type { DatabaseConnection, Dialect } from 'kysely';
import { Client, types } from 'pg';
import { OutcomeUnknown, Retryable } from '@parley/faults';
import { assertOutsideTransaction } from './context';
import { boundedPool, bounds, defaultLimits } from './postgres-pool';
import type { PostgresLimits } from './postgres-pool';
import { CheckedPostgresCompiler, safeInteger } from './values';

const { builtins } = types;

/** What SQLite gives for the same column: integers as numbers, truth as 0 and 1, times and JSON as the stored text. */
function parserOf(oid: number, format?: 'text' | 'binary'): unknown {
  switch (oid) {
    case builtins.INT8:
      return safeInteger;
    case builtins.NUMERIC: // sum() of int8
      return (text: string) => (/^-?\d+$/.test(text) ? safeInteger(text) : Number(text));
    case builtins.BOOL:
      return (text: string) => (text === 't' ? 1 : 0);
    case builtins.DATE:
    case builtins.TIMESTAMP:
    case builtins.TIMESTAMPTZ:
    case builtins.JSON:
    case builtins.JSONB:
      return (text: string) => text;
    default:
      return types.getTypeParser(oid, format as 'text');
  }
}

/** Serialization failure, deadlock, lock timeout: the transaction had no effect and can run again. */
export function isConflict(error: unknown): boolean {
  return ['40001', '40P01', '55P03'].includes((error as { code?: string } | undefined)?.code ?? '');
}

/** The address without user and password, for messages. */
function addressOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

async function createSchema(url: string, schema: string, limits: PostgresLimits): Promise<void> {
  const client = new Client({ connectionString: url, ...bounds(limits) });
  client.on('error', () => undefined);
  try {
    await client.connect();
    // Two processes that create the same schema at once: one would fail in spite of `if not exists`.
    await client.query(
      `begin; select pg_advisory_xact_lock(${lockKey(schema)}); create schema if not exists "${schema}"; commit`,
    );
  } catch (cause) {
    throw new Error(
      `cannot open PostgreSQL at ${addressOf(url)}: ${(cause as { code?: string }).code ?? ''} ${(cause as Error).message}`,
      { cause },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

const lockKey = (schema: string) => `hashtextextended('parley:${schema}', 0)`;

/**
 * PostgreSQL with a schema per service, created if absent. A transaction first takes the schema's advisory lock: one
 * writer at a time, as in SQLite. So a read-modify-write needs no row locks, nothing deadlocks or has to be repeated,
 * and sequence numbers become visible in their order: a reader of the outbox that stands at n has not missed n - 1.
 * Nothing waits for the server longer than `limits`: a transaction rejects Retryable, or OutcomeUnknown when the answer
 * to its commit was lost.
 */
export async function postgresDialect(url: string, schema: string, limits = defaultLimits): Promise<Dialect> {
  if (!/^[a-z][a-z0-9_]*$/.test(schema)) throw new Error(`"${schema}" cannot name a schema`);
  await createSchema(url, schema, limits);
  const config = {
    connectionString: url,
    max: 4,
    options: `-c search_path=${schema} -c lock_timeout=10s -c idle_in_transaction_session_timeout=10s`,
    application_name: `parley ${schema}`,
    types: { getTypeParser: parserOf } as never,
  };
  const begin = CompiledQuery.raw(`begin; select pg_advisory_xact_lock(${lockKey(schema)})`);

  class SingleWriterDriver extends PostgresDriver {
    override async acquireConnection(): Promise<DatabaseConnection> {
      assertOutsideTransaction();
      return super.acquireConnection();
    }
    override async beginTransaction(connection: DatabaseConnection): Promise<void> {
      await connection.executeQuery(begin);
    }
    override async commitTransaction(connection: DatabaseConnection): Promise<void> {
      await super.commitTransaction(connection).catch((cause: unknown) => {
        if (!(cause instanceof Retryable)) throw cause;
        throw new OutcomeUnknown('the answer to a commit was lost', { cause });
      });
    }
    override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
      await super.rollbackTransaction(connection).catch((error: unknown) => {
        // The server rolls back what its client has left; what led here is the error to tell.
        if (!(error instanceof Retryable)) throw error;
      });
    }
  }
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new SingleWriterDriver({ pool: boundedPool(config, limits) }),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new CheckedPostgresCompiler(),
  };
}
