import type { SnapshotPart, SnapshotPart__Output } from '@parley/contracts/generated/parley/ledger/v1/SnapshotPart';
import { decode, encode } from '@parley/marshalling';
import type { LogRecord, Sending } from '@parley/middleware/kafka';
import type { Entry, Executed, State } from './ledger.domain';
import { executedAfter } from './ledger.store';
import type { LedgerStore } from './migrations';
import { hashText } from './state-hash.domain';

const type = 'parley.ledger.v1.SnapshotPart';
/** Entries or executed operations a record: however long their texts are, a broker takes it. */
const rowsAPart = 250;

const chunks = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / rowsAPart) }, (_, at) => all.slice(at * rowsAPart, (at + 1) * rowsAPart));

async function* rowsOf(store: LedgerStore, { version, entries }: State): AsyncGenerator<Partial<SnapshotPart>> {
  for (const some of chunks([...entries]))
    yield {
      entries: some.map(([key, { balance, limit, value }]) => ({
        key,
        balance: String(balance),
        ...(limit !== undefined && { limit: String(limit) }),
        ...(value !== undefined && { value }),
      })),
    };
  for (let after = 0; after < version; after += rowsAPart) {
    const some = await executedAfter(store, after, rowsAPart, version);
    yield { executed: some.map(({ balance, ...one }) => ({ ...one, balance: String(balance) })) };
  }
}

/** A part of a snapshot, as a record without its topic. */
export type Part = Pick<Sending, 'key' | 'value' | 'headers'>;

/**
 * A state with all that was executed up to it, in parts that say which of how many they are. What was executed is read from the
 * store page by page, as it never changes: the replica goes on meanwhile.
 */
export async function* partsOf(store: LedgerStore, name: string, state: State): AsyncGenerator<Part> {
  const { version, entries, hash } = state;
  const about = { version: String(version), hash: hashText(hash) };
  const parts = String(Math.ceil(entries.size / rowsAPart) + Math.ceil(version / rowsAPart));
  let part = 0;
  for await (const rows of rowsOf(store, state)) {
    const { body, contentType } = encode(type, { ...about, ...rows });
    const headers = { 'content-type': contentType, part: String(part++), parts };
    yield { key: `${name}/${version}`, value: body, headers };
  }
}

/** Which part of how many a record is, and of the snapshot at which version. */
export const placeOf = ({ key, headers }: LogRecord) => ({
  part: Number(headers.part),
  parts: Number(headers.parts),
  version: Number(key.slice(key.lastIndexOf('/') + 1)),
});

const read = ({ value, headers }: LogRecord) =>
  decode<SnapshotPart__Output>(type, headers['content-type'] ?? 'application/x-protobuf', value);

const entryOf = ({ key, balance, limit, value }: SnapshotPart__Output['entries'][number]): [string, Entry] => [
  key,
  {
    balance: BigInt(balance),
    limit: limit === undefined ? undefined : BigInt(limit),
    value: value ?? undefined,
  },
];

const executedOf = ({
  version,
  first,
  balance,
  outcome,
  ...one
}: SnapshotPart__Output['executed'][number]): Executed => ({
  ...one,
  version: Number(version),
  first: Number(first),
  balance: BigInt(balance),
  outcome: outcome as Executed['outcome'],
});

/** The state that all parts of a snapshot make up; what was executed comes part by part, so that one is in memory at a time. */
export function stateOf(parts: LogRecord[]): { state: State; executed(): Iterable<Executed[]> } {
  const { version, hash } = read(parts[0]!);
  const entries = new Map<string, Entry>();
  let at = 0;
  for (; at < parts.length; at += 1) {
    const some = read(parts[at]!).entries;
    if (some.length === 0) break;
    for (const one of some) entries.set(...entryOf(one));
  }
  return {
    state: { version: Number(version), hash: BigInt(`0x${hash}`), entries },
    *executed() {
      for (const part of parts.slice(at)) yield read(part).executed.map(executedOf);
    },
  };
}
