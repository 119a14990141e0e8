import { entryHash, hashText, modulo, operationHash } from './state-hash.domain';

/** An account or a named value. Amounts are pence; `limit` and `value` are missing until an operation has set them. */
export interface Entry {
  balance: bigint;
  limit?: bigint;
  value?: string;
}

export type Operation =
  | { kind: 'debit' | 'refund'; customer: string; amount: bigint }
  | { kind: 'limit'; customer: string; limit: bigint }
  | { kind: 'put'; name: string; value: string };

/** What became of the record at a version. */
export interface Executed {
  version: number;
  operationId: string;
  /** The replica that took the operation in. */
  replica: string;
  /** Where the operation was executed first; less than `version` for a repetition, which had no effect. */
  first: number;
  outcome: 'done' | 'declined';
  /** Of a decline, a word for machines. */
  reason: string;
  /** Of the account afterwards, pence. */
  balance: bigint;
  /** What the operation was, to tell a repetition from another operation under the same id. */
  fingerprint: string;
  /** Of the whole state at this version. */
  hash: string;
}

/** A record of the log; without an operation where it holds none that can be understood. */
export interface LoggedOperation {
  version: number;
  operationId: string;
  replica: string;
  operation?: Operation;
}

/** The state after `version` operations; `hash` is the sum of the hashes of all that it consists of, modulo 2^64. */
export interface State {
  version: number;
  hash: bigint;
  entries: Map<string, Entry>;
}

export const emptyState = (): State => ({ version: 0, hash: 0n, entries: new Map() });

/** What a customer may owe where no operation has said otherwise: a million pounds. */
export const defaultLimit = 100_000_000n;

/** Pence that a store's integer column gives back exactly. */
const largest = BigInt(Number.MAX_SAFE_INTEGER);

export const accountKey = (customer: string): string => `customer/${customer}`;
export const nameKey = (name: string): string => `name/${name}`;

/** The same text for the same operation on every replica. */
export const fingerprintOf = (operation: Operation | undefined): string => {
  if (!operation) return '';
  if (operation.kind === 'put') return JSON.stringify(['put', operation.name, operation.value]);
  if (operation.kind === 'limit') return JSON.stringify(['limit', operation.customer, String(operation.limit)]);
  return JSON.stringify([operation.kind, operation.customer, String(operation.amount)]);
};

type Effect = Pick<Executed, 'outcome' | 'reason' | 'balance'> & { key?: string; entry?: Entry };

const declined = (reason: string, balance: bigint): Effect => ({ outcome: 'declined', reason, balance });
const done = (key: string, entry: Entry): Effect => ({
  outcome: 'done',
  reason: '',
  balance: entry.balance,
  key,
  entry,
});

/** What an operation does to the entry that it is about. A debit over the customer's limit is declined; a refund never is. */
export function effectOf(operation: Operation | undefined, find: (key: string) => Entry | undefined): Effect {
  if (!operation) return declined('invalid', 0n);
  if (operation.kind === 'put') {
    const key = nameKey(operation.name);
    return done(key, { balance: 0n, value: operation.value });
  }
  const key = accountKey(operation.customer);
  const before = find(key) ?? { balance: 0n };
  if (operation.kind === 'limit') {
    if (operation.limit < 0n || operation.limit > largest) return declined('out-of-range', before.balance);
    return done(key, { ...before, limit: operation.limit });
  }
  const { amount } = operation;
  const balance = before.balance + (operation.kind === 'debit' ? amount : -amount);
  if (amount < 0n || balance > largest || balance < -largest) return declined('out-of-range', before.balance);
  if (operation.kind === 'debit' && balance > (before.limit ?? defaultLimit))
    return declined('over-limit', before.balance);
  return done(key, { ...before, balance });
}

/** What a row of records made of a state, not yet put into it. */
export interface Changes {
  executed: Executed[];
  entries: Map<string, Entry>;
  version: number;
  hash: bigint;
}

/**
 * Executes records that follow on the state, in their order; changes nothing. `known`: by its id, each of their operations
 * that was executed before. A repetition gets the first result again; another operation under the same id is declined.
 */
export function execute(state: State, records: readonly LoggedOperation[], known: Map<string, Executed>): Changes {
  const changes: Changes = { executed: [], entries: new Map(), version: state.version, hash: state.hash };
  const firsts = new Map(known);
  const find = (key: string) => changes.entries.get(key) ?? state.entries.get(key);
  for (const { version, operationId, replica, operation } of records) {
    if (version !== changes.version + 1) throw new Error(`version ${version} does not follow ${changes.version}`);
    const fingerprint = fingerprintOf(operation);
    const about = { version, operationId, replica, fingerprint };
    const first = firsts.get(operationId);
    const repeated = first && (first.fingerprint === fingerprint ? first : differs(first));
    const { key, entry, ...result } = repeated ? resultOf(repeated) : effectOf(operation, find);
    const one: Executed = { ...about, ...result, first: first?.first ?? version, hash: '' };
    if (key && entry) {
      const before = find(key);
      changes.hash += entryHash(key, entry) - (before ? entryHash(key, before) : 0n);
      changes.entries.set(key, entry);
    }
    changes.hash = modulo(changes.hash + operationHash(one));
    changes.version = version;
    one.hash = hashText(changes.hash);
    if (!first && operationId !== '') firsts.set(operationId, one);
    changes.executed.push(one);
  }
  return changes;
}

const resultOf = ({ outcome, reason, balance }: Executed): Effect => ({ outcome, reason, balance });
const differs = (first: Executed): Executed => ({ ...first, outcome: 'declined', reason: 'operation-differs' });

/** Puts changes into the state that they were made of. */
export function apply(state: State, { entries, version, hash }: Changes): void {
  for (const [key, entry] of entries) state.entries.set(key, entry);
  state.version = version;
  state.hash = hash;
}
