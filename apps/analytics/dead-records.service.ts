import { sql } from 'kysely';
import { readRecord } from './events.domain';
import type { AnalyticsTables } from './migrations';
import { type AnalyticsStore, applyEvents } from './sales.service';

export type DeadRecord = AnalyticsTables['dead_records'];

const oldest = ({ db }: AnalyticsStore, limit: number) => {
  const query = db.selectFrom('dead_records').selectAll().orderBy('at').orderBy('partition').orderBy('offset');
  return (limit > 0 ? query.limit(limit) : query).execute();
};

/** How many records of the log wait as dead. */
export async function deadDepth({ db }: AnalyticsStore): Promise<number> {
  const { n } = await db
    .selectFrom('dead_records')
    .select(sql<number>`count(*)`.as('n'))
    .executeTakeFirstOrThrow();
  return n;
}

/** The oldest dead records, `limit` 0: all. They stay. */
export const showDead = (store: AnalyticsStore, limit: number): Promise<DeadRecord[]> => oldest(store, limit);

/**
 * Reads the oldest dead records again, each in one transaction: one that can be read now is added to the sales and
 * leaves the table, another one has one attempt more. Returns how many left.
 */
export async function redriveDead(store: AnalyticsStore, limit: number): Promise<number> {
  let redriven = 0;
  for (const row of await oldest(store, limit)) {
    const read = readRecord({ ...row, headers: JSON.parse(row.headers), value: row.body });
    redriven += await store.transaction(async (tx) => {
      if (!read.ok) {
        await tx
          .updateTable('dead_records')
          .set({ attempts: row.attempts + 1, reason: read.reason })
          .where('topic', '=', row.topic)
          .where('partition', '=', row.partition)
          .where('offset', '=', row.offset)
          .execute();
        return 0;
      }
      await applyEvents(tx, [read.event]);
      await tx
        .deleteFrom('dead_records')
        .where('topic', '=', row.topic)
        .where('partition', '=', row.partition)
        .where('offset', '=', row.offset)
        .execute();
      return 1;
    });
  }
  return redriven;
}
