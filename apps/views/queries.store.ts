import { sql } from 'kysely';
import type { ViewsStore } from './migrations';
import type { OrderView } from './order.domain';
import { asked } from './terms.domain';

// In the same statement as what is read: the generation may change between two.
const live = sql<number>`(select generation from generations where state = 'live')`;

const viewOf = ({ body }: { body: string }) => JSON.parse(body) as OrderView;

/** An order as the cache has it. */
export async function cachedOrder({ db }: ViewsStore, orderId: string): Promise<OrderView | undefined> {
  const query = db.selectFrom('orders').select('body').where('generation', '=', live);
  const row = await query.where('order_id', '=', orderId).executeTakeFirst();
  return row && viewOf(row);
}

/** Orders that hold every word of a question, the newest first, and how many there are; none for a question without words. */
export async function foundOrders(
  { db }: ViewsStore,
  question: string,
  limit: number,
): Promise<{ orders: OrderView[]; found: number }> {
  const terms = asked(question);
  if (terms.length === 0) return { orders: [], found: 0 };
  const fitting = db
    .selectFrom('terms')
    .select('order_id')
    .where('generation', '=', live)
    .where('term', 'in', terms)
    .groupBy('order_id')
    .having(sql<number>`count(*)`, '=', terms.length);
  const { n } = await db
    .selectFrom(fitting.as('fitting'))
    .select(sql<number>`count(*)`.as('n'))
    .executeTakeFirstOrThrow();
  // Ids are made in the order of time.
  const rows = await db
    .selectFrom('orders')
    .select('body')
    .where('generation', '=', live)
    .where('order_id', 'in', fitting)
    .orderBy('order_id', 'desc')
    .limit(limit)
    .execute();
  return { orders: rows.map(viewOf), found: Number(n) };
}

/** How far the live generation has come in each partition of which it has anything. */
export const livePositions = ({ db }: ViewsStore) =>
  db.selectFrom('positions').select(['partition', 'next', 'at']).where('generation', '=', live).execute();

/** The live generation, whether another one is being built, and how many records could not be read. */
export async function standing({ db }: ViewsStore) {
  const generations = await db.selectFrom('generations').selectAll().execute();
  const { n } = await db
    .selectFrom('unreadable')
    .select(sql<number>`count(*)`.as('n'))
    .where('generation', '=', live)
    .executeTakeFirstOrThrow();
  return {
    generation: generations.find(({ state }) => state === 'live')!.generation,
    rebuilding: generations.some(({ state }) => state === 'building'),
    unreadable: Number(n),
  };
}
