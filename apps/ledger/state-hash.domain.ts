import { createHash } from 'node:crypto';
import type { Entry, Executed } from './ledger.domain';

const hashOf = (...parts: string[]): bigint =>
  createHash('sha256').update(JSON.stringify(parts)).digest().readBigUInt64BE(0);

// An entry is never changed, only replaced: its hash is taken out of the sum as it was put in.
const hashes = new WeakMap<Entry, bigint>();

/** What an entry adds to the hash of the state. */
export function entryHash(key: string, entry: Entry): bigint {
  const known = hashes.get(entry);
  if (known !== undefined) return known;
  const { balance, limit, value } = entry;
  const hash = hashOf(
    key,
    String(balance),
    limit === undefined ? '' : String(limit),
    value === undefined ? '' : `=${value}`,
  );
  hashes.set(entry, hash);
  return hash;
}

/** Sums of hashes are taken modulo 2^64. */
export const modulo = (sum: bigint): bigint => BigInt.asUintN(64, sum);

/** A hash as text, always of the same length. */
export const hashText = (hash: bigint): string => hash.toString(16).padStart(16, '0');

/** The hash of entries, to check a state that came from elsewhere. `operations`: the hashes of what was executed. */
export const hashOfEntries = (entries: Iterable<[string, Entry]>): bigint => {
  let sum = 0n;
  for (const [key, entry] of entries) sum += entryHash(key, entry);
  return modulo(sum);
};

/** What an executed operation adds to the hash: once an operation id, so nothing for a repetition. */
export const operationHash = ({ version, first, operationId, outcome, reason, balance }: Executed): bigint =>
  first < version ? 0n : hashOf('operation', operationId, String(version), outcome, reason, String(balance));
