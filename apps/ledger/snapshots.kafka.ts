import { type KafkaClient, type LogRecord, cutLog, openProducer, readLog } from '@parley/middleware/kafka';
import type { State } from './ledger.domain';
import type { LedgerStore } from './migrations';
import { partsOf, placeOf, stateOf } from './snapshot-parts';

/** Parts that are on their way at once. */
const window = 32;

/*
 * Snapshots lie in a log beside that of the operations, not in a peer's store: a replica then needs Kafka and nobody else, no list of
 * peers and none that must be up, and where every store is lost nothing is lost. Both logs are cut by DeleteRecords.
 */

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

/**
 * Writes a snapshot to their log. Resolves when every part of it is stored; throws when `signal` aborts: what is there of it then
 * counts for nothing.
 */
export async function writeSnapshot(
  client: KafkaClient,
  topic: string,
  store: LedgerStore,
  name: string,
  state: State,
  signal: AbortSignal,
): Promise<Kept> {
  const producer = await openProducer(client);
  const sent: Promise<{ offset: string }>[] = [];
  try {
    for await (const part of partsOf(store, name, state)) {
      signal.throwIfAborted();
      const sending = producer.send({ topic, ...part });
      sending.catch(() => undefined);
      sent.push(sending);
      if (sent.length % window === 0) await Promise.all(sent.slice(-window));
    }
    const [first] = await Promise.all(sent);
    return { version: state.version, first: first!.offset };
  } finally {
    await producer.close();
  }
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

/** The newest snapshot that is whole; undefined where there is none. Two are kept, so what is read is bounded. */
export async function newestSnapshot(
  client: KafkaClient,
  topic: string,
): Promise<ReturnType<typeof stateOf> | undefined> {
  const parts = new Map<string, Map<number, LogRecord>>();
  let newest = { version: 0, key: '' };
  for await (const record of readLog(client, { topic, from: 'beginning' })) {
    const { key } = record;
    const place = placeOf(record);
    const all = parts.get(key) ?? new Map<number, LogRecord>();
    // A snapshot that was begun again, or a record that was doubled by a retry: the later one counts.
    parts.set(key, all.set(place.part, record));
    const { version } = place;
    if (all.size < place.parts || version <= newest.version) continue;
    parts.delete(newest.key);
    newest = { version, key };
  }
  const found = parts.get(newest.key);
  return found && stateOf([...found].sort(([a], [b]) => a - b).map(([, record]) => record));
}
