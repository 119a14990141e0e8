import { sql } from 'kysely';
import type { ColumnDataType, ColumnDefinitionBuilder, Expression, Kysely, Transaction } from 'kysely';

export type DialectName = 'sqlite' | 'postgres';

/** Column types by their meaning, so that one migration serves both databases. */
export interface ColumnTypes {
  /** Ids, names, ISO times, JSON. Sorted by code point on both databases. */
  text: ColumnDataType | Expression<string>;
  /** A signed 64-bit integer: counts, minor units of money, milliseconds. Read as a number; throws beyond 2^53. */
  int64: ColumnDataType;
  real: ColumnDataType;
  /** Bytes, read as a Buffer. */
  blob: ColumnDataType;
  /** Turns an `int64` column into the primary key that counts up by itself: `addColumn('seq', types.int64, types.sequence)`. */
  sequence: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;
}

/** A step of the schema; runs once, inside a transaction with all other steps that are due. */
export interface Migration {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a migration knows the schema of its own time only
  up(db: Kysely<any>, types: ColumnTypes): Promise<void>;
}

/** The column types of a database. */
export function columns(dialect: DialectName): ColumnTypes {
  return dialect === 'sqlite'
    ? {
        text: 'text',
        int64: 'integer',
        real: 'real',
        blob: 'blob',
        sequence: (column) => column.primaryKey().autoIncrement(),
      }
    : {
        text: sql<string>`text collate "C"`,
        int64: 'bigint',
        real: 'double precision',
        blob: 'bytea',
        sequence: (column) => column.generatedAlwaysAsIdentity().primaryKey(),
      };
}

/** Tables that every store has: what came in (inbox), what has to go out (outbox), who relays it (lease). */
const messaging: Migration = {
  async up(db, types) {
    await db.schema
      .createTable('inbox')
      .addColumn('id', types.text, (c) => c.primaryKey())
      .addColumn('at', types.text, (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('outbox')
      .addColumn('seq', types.int64, types.sequence)
      .addColumn('id', types.text, (c) => c.notNull())
      .addColumn('channel', types.text, (c) => c.notNull())
      .addColumn('destination', types.text, (c) => c.notNull())
      .addColumn('key', types.text)
      .addColumn('type', types.text, (c) => c.notNull())
      .addColumn('content_type', types.text, (c) => c.notNull())
      .addColumn('body', types.blob, (c) => c.notNull())
      .addColumn('trace', types.text, (c) => c.notNull())
      .addColumn('headers', types.text, (c) => c.notNull())
      .addColumn('at', types.text, (c) => c.notNull())
      .addColumn('sent_at', types.text)
      .addColumn('attempts', types.int64, (c) => c.notNull().defaultTo(0))
      .addColumn('next_at', types.int64, (c) => c.notNull().defaultTo(0))
      .addColumn('last_error', types.text)
      .addColumn('dead_reason', types.text)
      .execute();
    await db.schema
      .createIndex('outbox_unsent')
      .on('outbox')
      .columns(['channel', 'seq', 'next_at'])
      .where(sql.ref('sent_at'), 'is', null)
      .where(sql.ref('dead_reason'), 'is', null)
      .execute();
    await db.schema
      .createIndex('outbox_dead')
      .on('outbox')
      .columns(['channel', 'seq'])
      .where(sql.ref('dead_reason'), 'is not', null)
      .execute();
    await db.schema
      .createTable('lease')
      .addColumn('name', types.text, (c) => c.primaryKey())
      .addColumn('owner', types.text, (c) => c.notNull())
      .addColumn('token', types.text, (c) => c.notNull())
      .addColumn('beat', types.int64, (c) => c.notNull())
      .execute();
  },
};

/**
 * Runs the migrations that have not run yet, in the order of their names, the messaging tables first. The caller's
 * transaction is the lock: any number of processes may start at once.
 */
export async function migrate(
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- runs before the schema is the one of the types
  tx: Transaction<any>,
  dialect: DialectName,
  migrations: Record<string, Migration>,
): Promise<void> {
  const types = columns(dialect);
  await tx.schema
    .createTable('migrations')
    .ifNotExists()
    .addColumn('name', types.text, (c) => c.primaryKey())
    .addColumn('at', types.text, (c) => c.notNull())
    .execute();
  const done = new Set((await tx.selectFrom('migrations').select('name').execute()).map((row) => row.name));
  const due: [string, Migration][] = [
    ['messaging', messaging],
    ...Object.entries(migrations).sort(([a], [b]) => (a < b ? -1 : 1)),
  ];
  for (const [name, migration] of due) {
    if (done.has(name)) continue;
    await migration.up(tx, types);
    await tx.insertInto('migrations').values({ name, at: new Date().toISOString() }).execute();
  }
}
