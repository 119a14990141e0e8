import { CompiledQuery, type Selectable, sql } from 'kysely';
import { Fatal } from '@parley/faults';
import { type Changes, type Entry, type Executed, type State, emptyState } from './ledger.domain';
import { hashOfEntries, hashText, operationHash } from './state-hash.domain';
import type { LedgerStore, LedgerTables, LedgerTransaction } from './migrations';

type Value = string | number | null;

/** Rows in one parameter, as JSON: one statement for any number of them, which is prepared once. */
async function insertRows(
  store: Pick<LedgerStore, 'dialect'>,
  tx: LedgerTransaction,
  table: string,
  columns: [name: string, type: 'text' | 'bigint'][],
  rows: Value[][],
  conflict = '',
): Promise<void> {
  if (rows.length === 0) return;
  const names = columns.map(([name]) => `"${name}"`).join(', ');
  const values = columns.map(([, type], at) =>
    store.dialect === 'postgres' ? `(value->>${at})::${type}` : `value->>${at}`,
  );
  const from = store.dialect === 'postgres' ? `json_array_elements($1::json)` : 'json_each(?)';
  // SQLite would take `on conflict` for a join's condition without a where.
  const text = `insert into ${table} (${names}) select ${values.join(', ')} from ${from} where true ${conflict}`;
  await tx.executeQuery(CompiledQuery.raw(text, [JSON.stringify(rows)]));
}

const executedColumns: [string, 'text' | 'bigint'][] = [
  ['version', 'bigint'],
  ['operation_id', 'text'],
  ['replica', 'text'],
  ['first', 'bigint'],
  ['outcome', 'text'],
  ['reason', 'text'],
  ['balance', 'bigint'],
  ['fingerprint', 'text'],
  ['hash', 'text'],
];

const rowOf = (one: Executed): Value[] => [
  one.version,
  one.operationId,
  one.replica,
  one.first,
  one.outcome,
  one.reason,
  Number(one.balance),
  one.fingerprint,
  one.hash,
];

const executedOf = ({ operation_id, balance, ...row }: Selectable<LedgerTables['executed']>): Executed => ({
  ...row,
  operationId: operation_id,
  balance: BigInt(balance),
});

const insertEntries = (store: LedgerStore, tx: LedgerTransaction, entries: Map<string, Entry>): Promise<void> =>
  insertRows(
    store,
    tx,
    'entries',
    [
      ['key', 'text'],
      ['balance', 'bigint'],
      ['limit', 'bigint'],
      ['value', 'text'],
    ],
    [...entries].map(([key, { balance, limit, value }]) => [
      key,
      Number(balance),
      limit === undefined ? null : Number(limit),
      value ?? null,
    ]),
    `on conflict ("key") do update set balance = excluded.balance, "limit" = excluded."limit", value = excluded.value`,
  );

async function writeVersion(tx: LedgerTransaction, version: number, hash: bigint): Promise<void> {
  const row = { version, hash: hashText(hash) };
  await tx
    .insertInto('state')
    .values({ id: 1, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

/** The state as it was stored last. */
export async function loadState({ db }: LedgerStore): Promise<State> {
  const stored = await db.selectFrom('state').selectAll().executeTakeFirst();
  if (!stored) return emptyState();
  const entries = await db.selectFrom('entries').selectAll().execute();
  return {
    version: stored.version,
    hash: BigInt(`0x${stored.hash}`),
    entries: new Map(
      entries.map(({ key, balance, limit, value }) => [
        key,
        { balance: BigInt(balance), limit: limit === null ? undefined : BigInt(limit), value: value ?? undefined },
      ]),
    ),
  };
}

/** What was executed first under these operation ids. */
export async function knownOf({ db, dialect }: LedgerStore, ids: string[]): Promise<Map<string, Executed>> {
  const list = sql.raw(dialect === 'postgres' ? 'json_array_elements_text' : 'json_each');
  const value = sql.raw('value');
  const { rows } = await sql<Selectable<LedgerTables['executed']>>`
    select executed.* from ${list}(${JSON.stringify(ids)}) as wanted join executed
    on executed.operation_id = wanted.${value} and executed.first = executed.version`.execute(db);
  return new Map(rows.map((row) => [row.operation_id, executedOf(row)]));
}

/** Changes, with the version that they lead to: one transaction. Returns after the commit. */
export const saveChanges = (store: LedgerStore, { executed, entries, version, hash }: Changes): Promise<void> =>
  store.transaction(async (tx) => {
    await insertRows(store, tx, 'executed', executedColumns, executed.map(rowOf));
    await insertEntries(store, tx, entries);
    await writeVersion(tx, version, hash);
  });

/** What was executed after a version, in its order, at most `limit` of it and none beyond `until`. */
export async function executedAfter(
  { db }: LedgerStore,
  after: number,
  limit: number,
  until = Number.MAX_SAFE_INTEGER,
): Promise<Executed[]> {
  const rows = await db
    .selectFrom('executed')
    .selectAll()
    .where('version', '>', after)
    .where('version', '<=', until)
    .orderBy('version')
    .limit(limit)
    .execute();
  return rows.map(executedOf);
}

/** A state that came from elsewhere takes the place of the stored one; Fatal `snapshot-differs` when its hash does not fit. */
export async function replaceState(store: LedgerStore, state: State, parts: Iterable<Executed[]>): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.deleteFrom('executed').execute();
    await tx.deleteFrom('entries').execute();
    let sum = hashOfEntries(state.entries);
    for (const executed of parts) {
      for (const one of executed) sum += operationHash(one);
      await insertRows(store, tx, 'executed', executedColumns, executed.map(rowOf));
    }
    if (BigInt.asUintN(64, sum) !== state.hash)
      throw new Fatal(`the snapshot at version ${state.version} has not the hash that it names`, {
        reason: 'snapshot-differs',
      });
    await insertEntries(store, tx, state.entries);
    await writeVersion(tx, state.version, state.hash);
  });
}
