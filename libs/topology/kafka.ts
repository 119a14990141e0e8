/** A topic as it is created at start; never by a first send. `retentionMs` -1 keeps everything. */
export interface TopicSpec {
  name: string;
  partitions: number;
  retentionMs: number;
}

/** The log of order events, keyed by order id: what happened to one order is in one partition, in its order. */
export const topics = { orders: { name: 'orders', partitions: 4, retentionMs: -1 } } as const satisfies Record<
  string,
  TopicSpec
>;
