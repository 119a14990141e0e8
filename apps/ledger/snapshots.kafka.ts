import type { SnapshotPart__Output } from '@parley/contracts/generated/parley/ledger/v1/SnapshotPart';
import { decode, encode } from '@parley/marshalling';
import { type KafkaClient, type LogRecord, cutLog, openProducer, readLog } from '@parley/middleware/kafka';
import type { Entry, Executed, State } from './ledger.domain';
import { hashText } from './ledger.domain';
import { executedAfter } from './ledger.store';
import type { LedgerStore } from './migrations';

/*
 * Snapshots lie in a log beside that of the operations, not in a peer's store: a replica then needs Kafka and nobody else, no list of
 * peers and none that must be up, and where every store is lost nothing is lost. Both logs are cut by DeleteRecords.
 */

const type = 'parley.ledger.v1.SnapshotPart';
/** Entries or executed operations a record: well below what a broker takes. */
const rowsAPart = 4000;

/** A snapshot in the log of snapshots: the version that it is of, and the offset of its first part. */
export interface Kept {
  version: number;
  first: string;
}

/** The name under which the ledger itself keeps what it knows of its snapshots. No client can write a name like this. */
export const snapshotsName = '.snapshots';
export const keptOf = (value = '[]'): Kept[] => JSON.parse(value);

/** Of what is kept and what has come, the newest two. The log is cut below the older one, so that one may turn out bad. */
export const keepTwo = (kept: readonly Kept[], more: Kept): Kept[] =>
  [...kept, more].sort((a, b) => a.version - b.version).slice(-2);

const chunks = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / rowsAPart) }, (_, at) => all.slice(at * rowsAPart, (at + 1) * rowsAPart));

async function* partsOf(store: LedgerStore, { version, entries }: State) {
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

/**
 * Writes a state, with all that was executed up to it, to the log of snapshots. Resolves when every part of it is stored. What
 * was executed is read from the store page by page, as it never changes: the replica goes on meanwhile.
 */
export async function writeSnapshot(
  client: KafkaClient,
  topic: string,
  store: LedgerStore,
  name: string,
  state: State,
): Promise<Kept> {
  const producer = await openProducer(client);
  const { version, entries } = state;
  const parts = Math.ceil(entries.size / rowsAPart) + Math.ceil(version / rowsAPart);
  const about = { version: String(version), hash: hashText(state.hash) };
  let first = '';
  let part = 0;
  try {
    for await (const rows of partsOf(store, state)) {
      const { body, contentType } = encode(type, { ...about, ...rows });
      const headers = { 'content-type': contentType, part: String(part++), parts: String(parts) };
      const { offset } = await producer.send({ topic, key: `${name}/${version}`, value: body, headers });
      first ||= offset;
    }
  } finally {
    await producer.close();
  }
  return { version, first };
}

/** Cuts the log of operations and that of snapshots below the older one of two snapshots; with fewer nothing is cut. */
export async function cutBelow(
  client: KafkaClient,
  log: string,
  snapshots: string,
  kept: readonly Kept[],
): Promise<void> {
  const [older, newer] = kept;
  if (!older || !newer) return;
  const first = [older, newer].map((one) => BigInt(one.first)).reduce((a, b) => (a < b ? a : b));
  await cutLog(client, snapshots, first);
  await cutLog(client, log, BigInt(older.version));
}

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

function stateOf(parts: LogRecord[]): { state: State; executed(): Iterable<Executed[]> } {
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
      // Part by part, so that one is in memory at a time.
      for (const part of parts.slice(at)) yield read(part).executed.map(executedOf);
    },
  };
}

/** The newest snapshot that is whole; undefined where there is none. Two are kept, so what is read is bounded. */
export async function newestSnapshot(
  client: KafkaClient,
  topic: string,
): Promise<ReturnType<typeof stateOf> | undefined> {
  const parts = new Map<string, LogRecord[]>();
  let newest = { version: 0, key: '' };
  for await (const record of readLog(client, { topic, from: 'beginning' })) {
    const { key, headers } = record;
    const all = parts.get(key) ?? [];
    // A snapshot that was begun again, or a record that was doubled by a retry: the later one counts.
    all[Number(headers.part)] = record;
    parts.set(key, all);
    const version = Number(key.slice(key.lastIndexOf('/') + 1));
    if (Object.keys(all).length < Number(headers.parts) || version <= newest.version) continue;
    parts.delete(newest.key);
    newest = { version, key };
  }
  const found = parts.get(newest.key);
  return found && stateOf(found);
}
