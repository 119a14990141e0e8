import { Fatal } from '@parley/faults';
import { type KafkaClient, rangeOf } from '@parley/middleware/kafka';
import type { State } from './ledger.domain';
import { replaceState } from './ledger.store';
import type { LedgerStore } from './migrations';
import { newestSnapshot } from './snapshots.kafka';

export interface CatchUpOptions {
  client: KafkaClient;
  store: LedgerStore;
  log: string;
  snapshots: string;
  snapshotEvery: number;
}

/**
 * What a replica at `version` goes on from: undefined when that is its own state, else the newest snapshot, which is in its
 * store when this resolves. Taken where the log no longer has what comes next, or where it would be longer than
 * from one snapshot to the next but one. Fatal `log-cut` when there is no way to get there, `log-shorter` when the store
 * comes from another log.
 */
export async function catchUp(options: CatchUpOptions, version: number): Promise<State | undefined> {
  const { client, store, log, snapshots, snapshotEvery } = options;
  const [kept] = await rangeOf(client, log, 'beginning');
  const [begin, end] = [Number(kept?.start ?? 0), Number(kept?.end ?? 0)];
  if (version > end)
    throw new Fatal(`this replica is at version ${version}, and ${log} ends at ${end}: its store is of another log`, {
      reason: 'log-shorter',
    });
  if (version >= begin && end - version <= 2 * snapshotEvery) return undefined;
  const found = await newestSnapshot(client, snapshots);
  if (found && found.state.version > version) {
    await replaceState(store, found.state, found.executed());
    return found.state;
  }
  if (version >= begin) return undefined;
  throw new Fatal(`${log} begins at version ${begin}, this replica is at ${version}, and no snapshot is between`, {
    reason: 'log-cut',
  });
}
