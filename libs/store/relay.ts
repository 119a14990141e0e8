import { kindOf } from '@parley/faults';
import { LeaseLost, openLease } from './lease';
import { outboxRow } from './outbox';
import type { OutboxMessage, OutboxRow } from './outbox';
import { backoffMs, LONGEST_BACKOFF_MS, settle } from './settle';
import type { Settled } from './settle';
import type { Store } from './store';
import { onWake } from './wake';

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

const LEASE_POLL_MS = 250;
const DRAIN_MS = 5000;

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
    onError = (error) => process.emitWarning(`outbox ${options.channel}: ${error}`),
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

  // Asked 50 times a second while there is nothing to do: compiled once, answered by the partial index alone.
  const anyUnsent = unsent.clearSelect().select('seq').clearOrderBy().clearLimit().limit(1).compile();

  async function due(): Promise<OutboxRow[]> {
    woken = false;
    if ((await store.db.executeQuery(anyUnsent)).rows.length === 0) return [];
    const now = Date.now();
    // A time beyond the longest delay was written before the clock was set back: due now.
    const query =
      order === 'strict'
        ? unsent
        : unsent.where((eb) => eb.or([eb('next_at', '<=', now), eb('next_at', '>', now + 2 * LONGEST_BACKOFF_MS)]));
    return (await query.execute()).map(outboxRow);
  }

  async function relay(rows: OutboxRow[]): Promise<Settled[]> {
    const settled = await deliver(rows).catch((error): Settled[] => {
      const failed = order === 'strict' ? rows.slice(0, 1) : rows;
      // It does not say which row is at fault, so no row dies of it.
      const kept = kindOf(error) === 'fatal' ? new Error(error.message, { cause: error }) : error;
      return failed.map((row) => ({ row, error: kept }));
    });
    if (settled.length === 0) throw new Error(`outbox ${channel}: deliver told nothing of ${rows.length} rows`);
    return settle(store, lease, settled);
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
    let on = true;
    while (on && !abandoned) {
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
