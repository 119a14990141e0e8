/** The services' schemas in a PostgreSQL that is not ours to delete. Needs npm's packages. */

/** A schema a store, named as the service; a replica of the ledger has its own. */
export const schemas = [
  'orders',
  'inventory',
  'fulfilment',
  'notifications',
  'analytics',
  'views',
  'ledger_1',
  'ledger_2',
  'ledger_3',
];

/** More replicas than usual. */
const moreReplicas = '^ledger_[0-9]+$';

/** What every store has: a schema of that name without them is somebody else's. */
const tables = ['inbox', 'outbox', 'lease', 'migrations'];

/** `host/database` of an address: without user and password, for messages. */
export const databaseOf = (url) => `${new URL(url).host}${new URL(url).pathname}`;

/** Drops the services' schemas and resolves to the names of those that were there; rejects where one is in use for 10 s. */
export async function dropSchemas(url) {
  const { Client } = await import('pg');
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query("set lock_timeout = '10s'");
    const { rows } = await client.query(
      `select table_schema as name from information_schema.tables where (table_schema = any($1) or table_schema ~ $3) and table_name = any($2)
       group by table_schema having count(*) = ${tables.length} order by 1`,
      [schemas, tables, moreReplicas],
    );
    const names = rows.map(({ name }) => name);
    if (names.length > 0) await client.query(`drop schema ${names.map((name) => `"${name}"`).join(', ')} cascade`);
    return names;
  } catch (cause) {
    throw new Error(
      `the schemas in PostgreSQL at ${databaseOf(url)} could not be dropped: ${cause.message || cause.code}`,
      {
        cause,
      },
    );
  } finally {
    await client.end().catch(() => {});
  }
}
