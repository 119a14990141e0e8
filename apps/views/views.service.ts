import { type KafkaClient, endOffsets } from '@parley/middleware/kafka';
import type { TopicSpec } from '@parley/topology';
import { type EventRecord, readRecord } from './events.domain';
import { type Lag, type Standing, type Visible, lagOf, openSamples } from './lag.domain';
import type { ViewsStore } from './migrations';
import type { OrderView } from './order.domain';
import { cachedOrder, foundOrders, livePositions, standing } from './queries.store';
import { type Content, contentOf, removeGeneration, removeOthers, takeRecords } from './views.store';

const samples = 2000;

export interface Status {
  standings: Standing[];
  lag: Lag;
  visible: Visible;
  generation: number;
  rebuilding: boolean;
  unreadable: number;
  content?: { cache: Content; search: Content };
}

export interface Views {
  /** The offset that is wanted next of a partition. */
  next(partition: number): number;
  /** Resolves when the records are visible in both views. */
  take(records: readonly EventRecord[]): Promise<void>;
  get(orderId: string): Promise<{ order: OrderView; lag: Lag } | undefined>;
  search(question: string, limit: number): Promise<{ orders: OrderView[]; found: number; lag: Lag }>;
  /** By the end that the log has now. Rejects Retryable where the log does not answer. */
  status(withContent: boolean): Promise<Status>;
  /** Where the views stand, by the end of the log as it was known last. */
  standings(): Standing[];
}

/**
 * The views as the store has them. What a rebuild has left that did not end is removed; so is everything, where the log ends before
 * the place that was reached: it is another log.
 */
export async function openViews(store: ViewsStore, client: KafkaClient, topic: TopicSpec): Promise<Views> {
  const visible = openSamples(samples);
  const places: Standing[] = Array.from({ length: topic.partitions }, (_, partition) => ({
    partition,
    next: 0,
    at: '',
    end: 0,
  }));
  const readEnds = async () => {
    for (const { partition, offset } of await endOffsets(client, topic.name))
      places[partition]!.end = Math.max(places[partition]!.next, Number(offset));
  };

  const ends = await endOffsets(client, topic.name);
  await store.transaction(async (tx) => {
    const generations = await tx.selectFrom('generations').selectAll().execute();
    const live = generations.find(({ state }) => state === 'live')!.generation;
    await removeOthers(tx, live);
    const reached = await tx.selectFrom('positions').selectAll().where('generation', '=', live).execute();
    const endOf = (partition: number) => Number(ends.find((end) => end.partition === partition)?.offset ?? 0);
    if (reached.every(({ partition, next }) => next <= endOf(partition))) return;
    await removeGeneration(tx, live);
    await tx
      .insertInto('generations')
      .values({ generation: live + 1, state: 'live' })
      .execute();
  });
  for (const { partition, next, at } of await livePositions(store)) Object.assign(places[partition]!, { next, at });
  await readEnds();

  return {
    next: (partition) => places[partition]!.next,
    standings: () => places,
    async take(records) {
      const read = records.map(readRecord);
      await takeRecords(store, read);
      const now = Date.now();
      for (const { partition, offset, event } of read) {
        const place = places[partition]!;
        place.next = Math.max(place.next, offset + 1);
        place.end = Math.max(place.end, place.next);
        if (!event) continue;
        place.at = event.at;
        const ms = now - Date.parse(event.at);
        if (ms >= 0) visible.add(ms);
      }
    },
    async get(orderId) {
      const order = await cachedOrder(store, orderId);
      return order && { order, lag: lagOf([places[order.partition]!], Date.now()) };
    },
    search: async (question, limit) => ({
      ...(await foundOrders(store, question, limit)),
      lag: lagOf(places, Date.now()),
    }),
    async status(withContent) {
      await readEnds();
      const { generation, rebuilding, unreadable } = await standing(store);
      const content = withContent ? await store.transaction((tx) => contentOf(tx, generation)) : undefined;
      const lag = lagOf(places, Date.now());
      return { standings: places, lag, visible: visible.summary(), generation, rebuilding, unreadable, content };
    },
  };
}
