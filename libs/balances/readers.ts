import { existsSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { Client } from 'pg';
import type { Sources } from './sources';

/** Reads one service's store from outside: never writes, never migrates, asks no service. */
export interface Reader {
  rows<T>(sql: string): Promise<T[]>;
  close(): Promise<void>;
}

/** Opens a service's store for reading. Throws when it is not there. */
export async function openReader({ dataDir, databaseUrl }: Sources, service: string): Promise<Reader> {
  if (databaseUrl) {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(`set search_path to "${service}"`);
    return {
      rows: async <T>(sql: string) => (await client.query(sql)).rows as T[],
      close: () => client.end(),
    };
  }
  const file = path.join(dataDir, `${service}.sqlite`);
  if (!existsSync(file)) throw new Error(`There is no store of ${service} at ${file}: start the system first.`);
  const database = new DatabaseSync(file, { readOnly: true });
  database.exec('pragma busy_timeout = 10000');
  return {
    rows: async <T>(sql: string) => database.prepare(sql).all() as T[],
    close: async () => database.close(),
  };
}

/** The names of PostgreSQL's schemas that are like a pattern, in which `!` escapes. */
export async function schemasLike({ databaseUrl }: Sources, pattern: string): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(`select nspname as name from pg_namespace where nspname like $1 escape '!'`, [
      pattern,
    ]);
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}
