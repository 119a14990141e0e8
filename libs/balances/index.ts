import { setTimeout as delay } from 'node:timers/promises';
import { type Balance, judge, judgeAsked } from './judge';
import { judgeSales } from './sales';
import { readOutboxes, readQueues, takeSnapshot } from './snapshot';
import type { Sources } from './sources';

export { judge, judgeAsked, type Balance } from './judge';
export { judgeSales, readInvoices } from './sales';
export { takeSnapshot, type Snapshot } from './snapshot';
export type { Sources } from './sources';

/** Whether nothing is on its way: no outbox row to send, no message in a live queue. */
async function isQuiet(sources: Sources): Promise<boolean> {
  const [outboxes, queues] = await Promise.all([readOutboxes(sources), readQueues(sources)]);
  return (
    outboxes.every((outbox) => outbox.pending === 0) &&
    queues.every((queue) => queue.depth === 0 || queue.name.endsWith('.dead'))
  );
}

/**
 * The balances of the whole system, from its stores, queues, log and mailboxes themselves; no service is asked.
 * `asked` are the keys of orders and returns that clients were answered. Waits up to `settleMs` for what is on its way, then judges as it is. Resolves with all of them, kept or not.
 * Throws when a store or a broker can't be read.
 */
export async function checkBalances(
  sources: Sources,
  { settleMs = 30_000, asked = [] }: { settleMs?: number; asked?: readonly string[] } = {},
): Promise<Balance[]> {
  const until = performance.now() + settleMs;
  for (;;) {
    const last = performance.now() > until;
    if (last || (await isQuiet(sources))) {
      const snapshot = await takeSnapshot(sources);
      const balances = [judgeAsked(snapshot, asked), ...judge(snapshot), ...judgeSales(snapshot)];
      if (last || balances.every((balance) => balance.holds)) return balances;
    }
    await delay(300);
  }
}
