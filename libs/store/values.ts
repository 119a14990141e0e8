import { PostgresQueryCompiler, SqliteQueryCompiler } from 'kysely';

/**
 * Throws a TypeError for a value that the two databases would store differently, or store as something else without
 * saying so: Date (SQLite: NULL), boolean, undefined, NaN and infinities (SQLite: NULL), objects, bigint beyond int64,
 * a string with U+0000 (PostgreSQL refuses it, SQLite cuts it off there).
 */
export function assertBindable(value: unknown): void {
  switch (typeof value) {
    case 'string':
      if (value.includes('\0')) throw new TypeError('a string with U+0000 cannot be stored');
      return;
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} cannot be stored`);
      return;
    case 'bigint':
      if (BigInt.asIntN(64, value) !== value) throw new TypeError(`${value} does not fit into 64 bits`);
      return;
    case 'object':
      if (value === null || value instanceof Uint8Array) return;
  }
  const name = value instanceof Date ? 'a Date' : Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
  throw new TypeError(`${name} cannot be stored: bind null, string, number, bigint or Uint8Array`);
}

export class CheckedSqliteCompiler extends SqliteQueryCompiler {
  protected override appendValue(value: unknown): void {
    assertBindable(value);
    super.appendValue(value);
  }
}

export class CheckedPostgresCompiler extends PostgresQueryCompiler {
  protected override appendValue(value: unknown): void {
    assertBindable(value);
    super.appendValue(value);
  }
}

/** An integer's text as a number. Throws a RangeError where a number cannot hold it exactly. */
export function safeInteger(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${text} is too large for a number: select it as text`);
  return number;
}
