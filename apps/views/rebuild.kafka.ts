import { setTimeout as delay } from 'node:timers/promises';
import { Retryable } from '@parley/faults';
import { type KafkaClient, type LogRecord, readLog } from '@parley/middleware/kafka';
import type { Way } from '@parley/service';
import { readRecord } from './events.domain';
import type { ViewsStore } from './migrations';
import type { Views } from './views.service';
import { type Content, contentOf, removeGeneration, takeRecords } from './views.store';

const recordsAtOnce = 500;
const askAgainMs = 20;

export interface Rebuilt {
  generation: number;
  records: number;
  ms: number;
  before?: { cache: Content; search: Content };
  after?: { cache: Content; search: Content };
}

/**
 * Both views again from nothing. `run` joins a rebuild that is under way (and then has its answer, compared or not); it resolves when the
 * new views are the ones that answer, rejects Retryable where the log can't be read or the process ends: the old ones stay.
 */
export function openRebuild(views: Views, store: ViewsStore, client: KafkaClient, topic: string) {
  let running: Promise<Rebuilt> | undefined;
  let stopping = false;
  const goOn = () => {
    if (stopping) throw new Retryable('the process ends');
  };

  async function fill(generation: number): Promise<{ records: number; ends: Map<number, number> }> {
    const ends = new Map<number, number>();
    let waiting: LogRecord[] = [];
    let records = 0;
    const take = async () => {
      goOn();
      await takeRecords(store, waiting.map(readRecord), { only: generation });
      records += waiting.length;
      waiting = [];
    };
    for await (const record of readLog(client, { topic, from: 'beginning' })) {
      ends.set(record.partition, Number(record.offset) + 1);
      waiting.push(record);
      if (waiting.length >= recordsAtOnce) await take();
    }
    await take();
    return { records, ends };
  }

  async function rebuild(check: boolean): Promise<Rebuilt> {
    const since = performance.now();
    // From here on the live reader takes every event into both: what comes after the end that is read below is not missed.
    const [old, generation] = await store.transaction(async (tx) => {
      const { generation: live } = await tx
        .selectFrom('generations')
        .select('generation')
        .where('state', '=', 'live')
        .executeTakeFirstOrThrow();
      await tx
        .insertInto('generations')
        .values({ generation: live + 1, state: 'building' })
        .execute();
      return [live, live + 1] as const;
    });
    try {
      const { records, ends } = await fill(generation);
      // Only then have both seen the same events; and nobody who has read a version is answered with an older one.
      while ([...ends].some(([partition, end]) => views.next(partition) < end)) {
        goOn();
        await delay(askAgainMs);
      }
      const compared = await store.transaction(async (tx) => {
        const found = check
          ? { before: await contentOf(tx, old), after: await contentOf(tx, generation) }
          : { before: undefined, after: undefined };
        await tx.deleteFrom('generations').where('generation', '=', old).execute();
        await tx.updateTable('generations').set({ state: 'live' }).where('generation', '=', generation).execute();
        return found;
      });
      const ms = performance.now() - since;
      await store.transaction((tx) => removeGeneration(tx, old));
      return { generation, records, ms, ...compared };
    } catch (error) {
      if (!stopping) await store.transaction((tx) => removeUnlessLive(tx, generation));
      throw error;
    }
  }

  const run = (check: boolean): Promise<Rebuilt> => (running ??= rebuild(check).finally(() => (running = undefined)));
  const way: Way = {
    channel: `kafka ${topic} (rebuild)`,
    drain: async () => {
      stopping = true;
      await running?.catch(() => undefined);
    },
  };
  return { run, way };
}

async function removeUnlessLive(tx: Parameters<typeof removeGeneration>[0], generation: number): Promise<void> {
  const row = await tx
    .selectFrom('generations')
    .select('state')
    .where('generation', '=', generation)
    .executeTakeFirst();
  if (row?.state === 'building') await removeGeneration(tx, generation);
}

export type Rebuild = ReturnType<typeof openRebuild>;
