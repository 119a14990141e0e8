/** Numbers that were seen: all up to `upto`, and `more` beyond the first gap. */
export interface Seen {
  upto: number;
  more: Set<number>;
}

export const seenNone = (): Seen => ({ upto: 0, more: new Set() });

/** Notes a number; false if it was seen before. */
export const see = (seen: Seen, n: number): boolean => {
  if (n <= seen.upto || seen.more.has(n)) return false;
  if (n !== seen.upto + 1) {
    seen.more.add(n);
    return true;
  }
  seen.upto = n;
  while (seen.more.size > 0 && seen.more.delete(seen.upto + 1)) seen.upto += 1;
  return true;
};

/** The numbers up to `highest` that are missing, at most `limit` of them. */
export const missing = (seen: Seen, highest: number, limit = 100): number[] => {
  const row: number[] = [];
  for (let n = seen.upto + 1; n <= highest && row.length < limit; n += 1) if (!seen.more.has(n)) row.push(n);
  return row;
};

/** What came before its turn, by its number. */
export interface Row<T> {
  next: number;
  early: Map<number, T>;
}

export const emptyRow = <T>(): Row<T> => ({ next: 1, early: new Map() });

/** The entry for a key, made at first use. */
export const entryOf = <K, V>(map: Map<K, V>, key: K, make: () => V): V => {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
};
