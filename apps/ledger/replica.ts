import type { KafkaClient } from '@parley/middleware/kafka';
import { type CatchUpOptions, catchUp } from './catch-up';
import { type Config, topicsOf } from './config';
import type { State } from './ledger.domain';
import { type Publish, type Replica, openReplica } from './ledger.service';
import { loadState } from './ledger.store';
import type { LedgerStore } from './migrations';
import { cutBelow, keepTwo, keptOf, snapshotsName, writeSnapshot } from './snapshots.kafka';

export interface ReplicaParts {
  name: string;
  store: LedgerStore;
  client: KafkaClient;
  env: Pick<Config, 'PARLEY_LEDGER_PREFIX' | 'PARLEY_SNAPSHOT_EVERY'>;
  publish: Publish;
  onError(error: unknown): void;
}

/** Nobody waits for it, and a replica that has much to execute comes to it late. */
const notedWithinMs = 600_000;

/**
 * A replica at the version that its store has, or at that of a snapshot where the log leads no more from there to the end.
 * `stop` has a snapshot that is being written left where it is. `recover` does the same later: for one that was frozen for so long that the log has gone on without it, or whose store failed.
 */
export async function startReplica({ name, store, client, env, publish, onError }: ReplicaParts) {
  const { log, snapshots } = topicsOf(env);
  const snapshotEvery = env.PARLEY_SNAPSHOT_EVERY;
  const options: CatchUpOptions = { client, store, log: log.name, snapshots: snapshots.name, snapshotEvery };
  const own = await loadState(store);
  const state = (await catchUp(options, own.version)) ?? own;

  /** What is kept is noted in the ledger itself, so that whoever takes the next snapshot knows of this one. */
  async function keep(replica: Replica, at: State): Promise<void> {
    const written = await writeSnapshot(client, snapshots.name, store, name, at, stopping.signal);
    const kept = keepTwo(keptOf(replica.read({ name: snapshotsName })?.value), written);
    const note = { kind: 'put', name: snapshotsName, value: JSON.stringify(kept) } as const;
    await replica.write(`snapshot/${name}/${at.version}`, note, notedWithinMs);
    await cutBelow(client, log.name, snapshots.name, kept);
  }

  const stopping = new AbortController();
  let keeping: Promise<void> = Promise.resolve();
  const replica: Replica = openReplica({
    name,
    store,
    state,
    publish,
    snapshotEvery,
    // One that fails is left out: the next one comes.
    onSnapshot: (at) =>
      void (keeping = keeping
        .then(() => keep(replica, at))
        .catch((error) => void (stopping.signal.aborted || onError(error)))),
  });
  const recover = async (): Promise<void> => {
    // A commit of which nobody knew whether it happened.
    const stored = await loadState(store);
    if (stored.version > replica.version()) replica.jump(stored);
    const later = await catchUp(options, replica.version());
    if (later) replica.jump(later);
  };
  return { replica, recover, stop: () => stopping.abort() };
}
