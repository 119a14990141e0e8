import { sql } from 'kysely';
import type { Migration } from './index';
import { eachStore } from './testing';

interface Tables {
  thing: { id: string; bytes: Buffer | null; count: number | bigint | null; ratio: number | null; note: string | null };
}

const migrations: Record<string, Migration> = {
  '001-thing': {
    async up(db, types) {
      await db.schema
        .createTable('thing')
        .addColumn('id', types.text, (c) => c.primaryKey())
        .addColumn('bytes', types.blob)
        .addColumn('count', types.int64)
        .addColumn('ratio', types.real)
        .addColumn('note', types.text)
        .execute();
    },
  },
};
const nothing = { bytes: null, count: null, ratio: null, note: null };

eachStore((_, open) => {
  async function roundTrip(values: Partial<Tables['thing']>) {
    const store = await open<Tables>(migrations);
    await store.transaction((tx) =>
      tx
        .insertInto('thing')
        .values({ id: 'a', ...nothing, ...values })
        .execute(),
    );
    return store.db.selectFrom('thing').selectAll().executeTakeFirstOrThrow();
  }

  test('bytes come back as a Buffer of the same bytes', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_each, n) => n));
    const row = await roundTrip({ bytes });
    expect(Buffer.isBuffer(row.bytes)).toBe(true);
    expect(row.bytes).toEqual(bytes);
    expect((await roundTripAgain(row)).bytes).toEqual(bytes);
  });

  async function roundTripAgain(row: Tables['thing']) {
    const store = await open<Tables>(migrations);
    await store.transaction((tx) => tx.updateTable('thing').set({ bytes: row.bytes }).execute());
    return store.db.selectFrom('thing').selectAll().executeTakeFirstOrThrow();
  }

  test('empty bytes are not null', async () =>
    expect((await roundTrip({ bytes: Buffer.alloc(0) })).bytes).toEqual(Buffer.alloc(0)));

  test('null is null', async () => expect({ ...(await roundTrip({})) }).toEqual({ id: 'a', ...nothing }));

  test.each(['', 'naïve café', '🦜 parley', '名前', "O'Brien -- $1 ?", 'line\nline', '\u{10FFFF}'])(
    'text %j',
    async (note) => expect((await roundTrip({ note })).note).toBe(note),
  );

  test.each([0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])('integer %d', async (count) =>
    expect((await roundTrip({ count })).count).toBe(count),
  );

  test('a safe bigint is read as a number', async () => expect((await roundTrip({ count: 1234n })).count).toBe(1234));

  test.each([0.1, -2.5, 1e300])('real %d', async (ratio) => expect((await roundTrip({ ratio })).ratio).toBe(ratio));

  test.each([2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n])('%d is stored whole and never read rounded', async (count) => {
    await expect(roundTrip({ count })).rejects.toThrow(/too large/);
    const store = await open<Tables>(migrations);
    const { text } = await store.db
      .selectFrom('thing')
      .select(sql<string>`cast(count as text)`.as('text'))
      .executeTakeFirstOrThrow();
    expect(text).toBe(String(count));
  });

  test.each([
    ['Date', new Date()],
    ['boolean', true],
    ['array', ['a']],
    ['object', { a: 1 }],
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['2^63', 2n ** 63n],
    ['U+0000', 'a\0b'],
  ])('%s is refused', async (_name, value) => {
    await expect(roundTrip({ note: value as string })).rejects.toThrow(/cannot be stored|does not fit/);
    const store = await open<Tables>(migrations);
    const update = store.db.updateTable('thing').set({ note: value as string });
    await expect(update.execute()).rejects.toThrow(/cannot be stored|does not fit/);
    expect(await store.db.selectFrom('thing').selectAll().execute()).toEqual([]);
  });

  test('undefined in a condition is refused', async () => {
    const store = await open<Tables>(migrations);
    const find = store.db
      .selectFrom('thing')
      .select('id')
      .where('note', '=', undefined as unknown as string);
    await expect(find.execute()).rejects.toThrow(/undefined/);
  });

  test('text sorts by code point; sums, counts and truth are numbers', async () => {
    const store = await open<Tables>(migrations);
    const ids = ['b', 'B', 'a', 'é', '_', '1'];
    await store.transaction((tx) =>
      tx
        .insertInto('thing')
        .values(ids.map((id) => ({ id, ...nothing, count: 2 })))
        .execute(),
    );
    const sorted = await store.db.selectFrom('thing').select('id').orderBy('id').execute();
    expect(sorted.map((row) => row.id)).toEqual(['1', 'B', '_', 'a', 'b', 'é']);
    const totals = await store.db
      .selectFrom('thing')
      .select([sql`sum(count)`.as('sum'), sql`count(*)`.as('n'), sql`count(*) > 3`.as('many')])
      .executeTakeFirst();
    expect({ ...totals }).toEqual({ sum: 12, n: 6, many: 1 });
  });
});
