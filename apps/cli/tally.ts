import type { Return } from './returns.command';

const finalStates = ['completed', 'rejected', 'cancelled'];
export const isFinal = (state: string): boolean => finalStates.includes(state);

/** What is known of a load while it goes on, and in the end. */
export interface Tally {
  orders: number;
  returns: number;
  placed: number;
  /** Placed by an earlier run: the key was known. */
  known: number;
  completed: number;
  rejected: number;
  cancelled: number;
  returned: { requests: number; completed: number; matched: number; refusedLines: number; orders: number };
  /** What the gateway refused, by invoice. */
  refused: { invoice: string; why: string }[];
  notFinal: number;
  seconds: number;
  ordersPerSecond: number;
}

/** Counts what comes of orders and returns; `snapshot` can be taken at any time. */
export function openTally(orders: number, returns: number) {
  const states = new Map<string, number>();
  const returnedOrders = new Set<string>();
  const refused: Tally['refused'] = [];
  const begun = Date.now();
  let [placed, known, requests, completed, matched, refusedLines] = [0, 0, 0, 0, 0, 0];
  return {
    placed(repeated: boolean) {
      placed += 1;
      if (repeated) known += 1;
    },
    final: (state: string) => states.set(state, (states.get(state) ?? 0) + 1),
    returned({ lines }: Return) {
      requests += 1;
      const accepted = lines.filter((line) => line.accepted > 0);
      if (accepted.length > 0) matched += 1;
      refusedLines += lines.filter((line) => line.accepted < line.quantity).length;
      for (const { orderId } of accepted) if (orderId) returnedOrders.add(orderId);
    },
    returnCompleted: () => (completed += 1),
    refused: (invoice: string, why: string) => refused.push({ invoice, why }),
    snapshot(): Tally {
      const settled = finalStates.map((state) => states.get(state) ?? 0) as [number, number, number];
      const seconds = (Date.now() - begun) / 1_000;
      const final = settled[0] + settled[1] + settled[2];
      return {
        orders, returns, placed, known, completed: settled[0], rejected: settled[1], cancelled: settled[2],
        returned: { requests, completed, matched, refusedLines, orders: returnedOrders.size }, refused,
        notFinal: orders + returns - final - completed, seconds: Math.round(seconds * 10) / 10,
        ordersPerSecond: seconds > 0 ? Math.round((final / seconds) * 10) / 10 : 0,
      }; // prettier-ignore
    },
  };
}
