/** A topic as it is created at start; never by a first send. `retentionMs` -1 keeps everything. */
export interface TopicSpec {
  name: string;
  partitions: number;
  retentionMs: number;
  /** A record is acknowledged when two brokers have it, where there are three, and no broker that lacks one ever leads. */
  safe?: boolean;
}

export const topics = {
  /** The log of order events, keyed by order id: what happened to one order is in one partition, in its order. */
  orders: { name: 'orders', partitions: 4, retentionMs: -1 },
  /** Operations on the ledger, in the one order in which every replica executes them. */
  ledger: { name: 'ledger', partitions: 1, retentionMs: -1, safe: true },
  /** The ledger's state at some versions: from where on the log has to be read. */
  ledgerSnapshots: { name: 'ledger.snapshots', partitions: 1, retentionMs: -1, safe: true },
} as const satisfies Record<string, TopicSpec>;
