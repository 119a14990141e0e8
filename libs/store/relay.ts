import { kindOf } from '@parley/faults';
import type { Fatal } from '@parley/faults';
import { LeaseLost, openLease } from './lease';
import { outboxRow } from './outbox';
import type { OutboxMessage, OutboxRow } from './outbox';
import type { Store, StoreTransaction } from './store';
import { onWake } from './wake';

/** What became of a row: sent, with work to commit together with that; or failed. */
export type Settled<DB = unknown> =
  | { row: OutboxRow; ok: true; after?: (tx: StoreTransaction<DB>) => Promise<void> }
  | { row: OutboxRow; ok?: false; error: unknown };

export interface RelayOptions<DB = unknown> {
  channel: OutboxMessage['channel'];
  /**
   * Sends rows and tells what became of each. A row that it says nothing about counts as not tried. With strict order it
   * sends in the order given and stops at the first failure.
   */
  deliver: (rows: OutboxRow[]) => Promise<Settled<DB>[]>;
  order: 'strict' | 'any';
  /** Unique among the live processes of the store and the same after a restart: the instance's name. */
  owner: string;
  /** Rows a delivery, default 100. */
  batch?: number;
  /** How often rows of other processes are looked for, default 20 ms. */
  pollMs?: number;
  /** Told of what went wrong in the store; a failed delivery is written to its row. Default: a process warning. */
  onError?: (error: unknown) => void;
}

export interface Relay {
  channel: string;
  start(): Promise<void>;
  drain(): Promise<void>;
}

const LONGEST_BACKOFF_MS = 5000;
const LEASE_POLL_MS = 250;
const DRAIN_MS = 5000;

/** Milliseconds before attempt n + 1: doubling from 50 ms to 5 s, with jitter. */
export const backoffMs = (attempts: number) =>
  Math.min(LONGEST_BACKOFF_MS, 50 * 2 ** (attempts - 1)) * (0.5 + Math.random() / 2);

/**
 * Sends the outbox rows of a channel, one process at a time (lease), in the order of their commits, at least once. A
 * row is marked sent together with its `after` work, in one transaction a batch. What fails is tried again with growing
 * delay: with strict order everything behind it waits, with any order the others go on. A Fatal error makes the row dead.
 * `start` resolves when the relay runs (not: holds the lease). `drain` sends what can be sent within 5 s, without waiting
 * for what fails, gives the lease back and resolves.
 */
export function outboxRelay<DB>(typed: Store<DB>, options: RelayOptions<DB>): Relay {
  const {
    channel,
    order,
    owner,
    batch = 100,
    pollMs = 20,
    onError = (error) => process.emitWarning(`outbox relay: ${error}`),
  } = options;
  const store = typed as unknown as Store;
  const deliver = options.deliver as RelayOptions['deliver'];
  const lease = openLease(store, `outbox ${channel}`, owner, onError);
  let draining = false;
  let woken = false;
  let abandoned = false;
  let interrupt: (() => void) | undefined;
  let stopWaking = () => undefined as void;
  let running: Promise<void> | undefined;
  let drained: Promise<void> | undefined;

  const unsent = store.db
    .selectFrom('outbox')
    .selectAll()
    .where('channel', '=', channel)
    .where('sent_at', 'is', null)
    .where('dead_reason', 'is', null)
    .orderBy('seq')
    .limit(batch);

  async function due(): Promise<OutboxRow[]> {
    woken = false;
    const now = Date.now();
    // A time beyond the longest delay was written before the clock was set back: due now.
    const query =
      order === 'strict'
        ? unsent
        : unsent.where((eb) => eb.or([eb('next_at', '<=', now), eb('next_at', '>', now + 2 * LONGEST_BACKOFF_MS)]));
    return (await query.execute()).map(outboxRow);
  }

  async function markFailed(tx: StoreTransaction, { row, error }: { row: OutboxRow; error: unknown }): Promise<void> {
    await tx
      .updateTable('outbox')
      .set({
        attempts: row.attempts + 1,
        next_at: Math.round(Date.now() + backoffMs(row.attempts + 1)),
        last_error: error instanceof Error ? error.message.replaceAll('\0', '') : String(error),
        dead_reason: kindOf(error) === 'fatal' ? ((error as Fatal).reason ?? 'fatal') : null,
      })
      .where('seq', '=', row.seq)
      .execute();
  }

  async function commit(settled: Settled[]): Promise<void> {
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

  /** All in one transaction; when that fails, row by row, so that an `after` that throws spoils its own row only. */
  async function settle(settled: Settled[]): Promise<Settled[]> {
    try {
      await commit(settled);
      return settled;
    } catch (error) {
      if (error instanceof LeaseLost || !settled.some((one) => one.ok && one.after)) throw error;
    }
    const outcomes: Settled[] = [];
    for (const one of settled) {
      const outcome = await commit([one]).then(
        () => one,
        (error) => ({ row: one.row, error }),
      );
      if (outcome !== one) await commit([outcome]);
      outcomes.push(outcome);
    }
    return outcomes;
  }

  async function relay(rows: OutboxRow[]): Promise<Settled[]> {
    const settled = await deliver(rows).catch((error): Settled[] => {
      const failed = order === 'strict' ? rows.slice(0, 1) : rows;
      // It does not say which row is at fault, so no row dies of it.
      return failed.map((row) => ({
        row,
        error: kindOf(error) === 'fatal' ? new Error(error.message, { cause: error }) : error,
      }));
    });
    return settle(settled);
  }

  function pause(ms: number, wakeable: boolean): Promise<void> {
    return new Promise((resolve) => {
      if (draining || (wakeable && woken)) return resolve();
      const end = () => {
        clearTimeout(timer);
        interrupt = undefined;
        resolve();
      };
      const timer = setTimeout(end, ms);
      interrupt = () => {
        if (wakeable || draining) end();
      };
    });
  }

  /** One round; false when a draining relay has nothing more that it can send. */
  async function round(): Promise<boolean> {
    if (!(await lease.hold())) {
      await pause(LEASE_POLL_MS, false);
      return !draining;
    }
    const rows = await due();
    if (rows.length === 0) {
      if (draining) return false;
      await pause(pollMs, true);
      return true;
    }
    const failed = (await relay(rows)).find((one) => !one.ok && kindOf(one.error) !== 'fatal');
    if (failed && draining) return false;
    if (failed && order === 'strict') await pause(backoffMs(failed.row.attempts + 1), false);
    return true;
  }

  async function run(): Promise<void> {
    for (let on = true; on && !abandoned;) {
      try {
        on = await round();
      } catch (error) {
        if (abandoned) return;
        if (!(error instanceof LeaseLost)) onError(error);
        on = !draining;
        await pause(LEASE_POLL_MS, false);
      }
    }
  }

  async function drain(): Promise<void> {
    if (!running) return;
    draining = true;
    interrupt?.();
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([running, new Promise((resolve) => (timer = setTimeout(resolve, DRAIN_MS)))]);
    clearTimeout(timer);
    abandoned = true;
    stopWaking();
    await lease.release().catch(onError);
  }

  return {
    channel,
    async start() {
      stopWaking = onWake(store, channel, () => {
        woken = true;
        interrupt?.();
      });
      running = run();
    },
    drain: () => (drained ??= drain()),
  };
}
