import { AsyncResource } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { OutcomeUnknown, Retryable } from '@parley/faults';
import { runInTransaction } from './context';
import { isConflict } from './postgres';
import { isBusy } from './sqlite';
import type { StoreTransaction } from './store';

/** Long enough to spread a flush over many, short enough that other processes of the store get their turn. */
const LARGEST_GROUP = 64;
const CONFLICT_RETRIES = 8;

interface Member<DB> {
  run(tx: StoreTransaction<DB>): Promise<void>;
  committed(): void;
  failed(error: unknown): void;
}

const canRunAgain = (error: unknown): boolean => isBusy(error) || isConflict(error);

/**
 * Group commit: transactions that arrive while another one is being committed go to the disk together, in the order of
 * their arrival, with one flush for all of them. Each still stands for itself: it runs in a savepoint, one that throws
 * takes back its own writes only, and none is told that it is committed before all of them are.
 * `begin` runs one transaction of the database; `onCommit` is told the outbox channels that each has written to.
 */
export function groupCommit<DB>(
  begin: (fn: (tx: StoreTransaction<DB>) => Promise<void>) => Promise<void>,
  onCommit: (channels: Iterable<string>) => void,
) {
  const waiting: Member<DB>[] = [];
  let working = false;

  async function alone(member: Member<DB>): Promise<void> {
    for (let tried = 1; ; tried++) {
      try {
        await begin((tx) => member.run(tx));
        return member.committed();
      } catch (error) {
        if (tried > CONFLICT_RETRIES || !canRunAgain(error)) return member.failed(error);
        await delay(Math.random() * 10 * tried);
      }
    }
  }

  async function together(group: Member<DB>[]): Promise<void> {
    const thrown = new Map<Member<DB>, unknown>();
    try {
      await begin(async (tx) => {
        for (const member of group) {
          await sql`savepoint member`.execute(tx);
          try {
            await member.run(tx);
          } catch (error) {
            if (canRunAgain(error)) throw error;
            thrown.set(member, error);
            await sql`rollback to savepoint member`.execute(tx);
          }
          await sql`release savepoint member`.execute(tx);
        }
      });
    } catch (error) {
      // The database is gone, perhaps with the commit: run again, they would wait in turn, or have their effect twice.
      if (error instanceof Retryable || error instanceof OutcomeUnknown) {
        for (const member of group) member.failed(error);
        return;
      }
      // The whole was rolled back, whoever's fault it is: each one alone shows.
      for (const member of group) await alone(member);
      return;
    }
    for (const member of group) {
      if (thrown.has(member)) member.failed(thrown.get(member));
      else member.committed();
    }
  }

  async function work(): Promise<void> {
    working = true;
    while (waiting.length > 0) {
      const group = waiting.splice(0, LARGEST_GROUP);
      await (group.length === 1 ? alone(group[0]!) : together(group));
    }
    working = false;
  }

  return <T>(fn: (tx: StoreTransaction<DB>) => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      let result: T;
      let channels = new Set<string>();
      // A member may be run by another caller's turn: its own trace and deadline go with it.
      const inCallersContext = AsyncResource.bind((work: () => Promise<void>) => work());
      waiting.push({
        run: (tx) =>
          inCallersContext(async () => {
            channels = new Set();
            const running = { active: true, channels };
            try {
              result = await runInTransaction(running, () => fn(tx));
            } finally {
              running.active = false;
            }
          }),
        committed() {
          onCommit(channels);
          resolve(result);
        },
        failed: reject,
      });
      if (!working) void work();
    });
}
