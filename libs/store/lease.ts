import { randomUUID } from 'node:crypto';
import type { Store, StoreTransaction } from './store';

export interface Lease {
  /** True while this process holds the lease; takes it if it is free or its holder has died. */
  hold(): Promise<boolean>;
  /** Inside a transaction: throws LeaseLost unless the lease is still held, and keeps it for as long as the transaction lasts. */
  assertHeld(tx: StoreTransaction): Promise<void>;
  release(): Promise<void>;
}

export class LeaseLost extends Error {
  override name = 'LeaseLost';
}

const BEAT_MS = 1000;
const DEAD_AFTER_MS = 3500;
/** A holder whose last beat is older than this (it was frozen, or the store was) asks before it believes in its lease. */
const TRUST_MS = 2500;

/**
 * A right that one process of many holds, by a row in their common store. The holder raises a counter every second; who
 * sees the counter stand still for 3.5 s by its own monotonic clock takes the lease over. So no clock is compared with
 * another one, and a jump of the wall clock means nothing. A process that starts under the owner's name takes it at
 * once: it is the same one, restarted. `onError` hears of a failed beat.
 */
export function openLease(store: Store, name: string, owner: string, onError: (error: unknown) => void): Lease {
  const token = randomUUID();
  let held = false;
  let first = true;
  let raisedAt = 0;
  let seen: { token: string; beat: number; since: number } | undefined;
  let beating: NodeJS.Timeout | undefined;

  /** False when the lease is another's. */
  async function raise(db: Store['db']): Promise<boolean> {
    // Before the store is asked: a process may be frozen between the answer and the next line.
    const asked = performance.now();
    const { numUpdatedRows } = await db
      .updateTable('lease')
      .set((eb) => ({ beat: eb('beat', '+', 1) }))
      .where('name', '=', name)
      .where('token', '=', token)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) return become(false);
    raisedAt = asked;
    return true;
  }

  function become(now: boolean, asked = performance.now()): boolean {
    clearInterval(beating);
    held = now;
    raisedAt = asked;
    if (now) beating = setInterval(() => void raise(store.db).catch(onError), BEAT_MS).unref();
    return now;
  }

  async function takeFree(): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await store.db
      .insertInto('lease')
      .values({ name, owner, token, beat: 1 })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }

  async function takeFrom(holder: { token: string; beat: number }): Promise<boolean> {
    const { numUpdatedRows } = await store.db
      .updateTable('lease')
      .set({ owner, token, beat: 1 })
      .where('name', '=', name)
      .where('token', '=', holder.token)
      .where('beat', '=', holder.beat)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  return {
    async hold() {
      const asked = performance.now();
      if (held) return asked - raisedAt < TRUST_MS || raise(store.db);
      const holder = await store.db.selectFrom('lease').selectAll().where('name', '=', name).executeTakeFirst();
      const restarted = first && holder?.owner === owner;
      first = false;
      if (!holder) return become(await takeFree(), asked);
      if (seen?.token !== holder.token || seen.beat !== holder.beat) seen = { ...holder, since: performance.now() };
      const died = performance.now() - seen.since > DEAD_AFTER_MS;
      return restarted || died ? become(await takeFrom(holder), asked) : false;
    },
    async assertHeld(tx) {
      if (!(await raise(tx))) throw new LeaseLost(`the lease ${name} has gone to another process`);
    },
    async release() {
      become(false);
      await store.db.deleteFrom('lease').where('name', '=', name).where('token', '=', token).execute();
    },
  };
}
