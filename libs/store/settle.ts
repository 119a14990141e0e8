import { kindOf } from '@parley/faults';
import type { Fatal } from '@parley/faults';
import { LeaseLost } from './lease';
import type { Lease } from './lease';
import type { OutboxRow } from './outbox';
import type { Store, StoreTransaction } from './store';

/** What became of a row: sent, with work to commit together with that; or failed. */
export type Settled<DB = unknown> =
  | { row: OutboxRow; ok: true; after?: (tx: StoreTransaction<DB>) => Promise<void> }
  | { row: OutboxRow; ok?: false; error: unknown };

export const LONGEST_BACKOFF_MS = 5000;

/** Milliseconds before attempt n + 1: doubling from 50 ms to 5 s, less up to half of it by chance. */
export const backoffMs = (attempts: number) =>
  Math.min(LONGEST_BACKOFF_MS, 50 * 2 ** (attempts - 1)) * (0.5 + Math.random() / 2);

async function markFailed(tx: StoreTransaction, { row, error }: { row: OutboxRow; error: unknown }): Promise<void> {
  const attempts = row.attempts + 1;
  await tx
    .updateTable('outbox')
    .set({
      attempts,
      next_at: Math.round(Date.now() + backoffMs(attempts)),
      last_error: (error instanceof Error ? error.message : String(error)).replaceAll('\0', ''),
      dead_reason: kindOf(error) === 'fatal' ? ((error as Partial<Fatal>).reason ?? 'fatal') : null,
    })
    .where('seq', '=', row.seq)
    .execute();
}

async function commit(store: Store, lease: Lease, settled: Settled[]): Promise<void> {
  await store.transaction(async (tx) => {
    await lease.assertHeld(tx);
    const sent = settled.filter((one) => one.ok);
    for (const one of settled) if (one.ok) await one.after?.(tx);
    if (sent.length > 0) {
      const seqs = sent.map((one) => one.row.seq);
      await tx.updateTable('outbox').set({ sent_at: new Date().toISOString() }).where('seq', 'in', seqs).execute();
    }
    for (const one of settled) if (!one.ok) await markFailed(tx, one);
  });
}

/**
 * Commits what became of the rows, if the lease is still held: in one transaction, or row by row when that fails, so that
 * an `after` that throws fails its own row only. Resolves with what is committed of each.
 */
export async function settle(store: Store, lease: Lease, settled: Settled[]): Promise<Settled[]> {
  try {
    await commit(store, lease, settled);
    return settled;
  } catch (error) {
    if (error instanceof LeaseLost || !settled.some((one) => one.ok && one.after)) throw error;
  }
  const outcomes: Settled[] = [];
  for (const one of settled) {
    const failure = await commit(store, lease, [one]).then(
      () => undefined,
      (error): Settled => ({ row: one.row, error }),
    );
    if (failure) await commit(store, lease, [failure]);
    outcomes.push(failure ?? one);
  }
  return outcomes;
}
