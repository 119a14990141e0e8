import { setTimeout as delay } from 'node:timers/promises';
import type { Executed } from './ledger.domain';

interface Wanted {
  fingerprint: string;
  resolve(executed: Executed): void;
}

/** Who waits at a replica: for an operation to be executed, or for a version to be reached. */
export function openWaiting() {
  const late = new Error('late');
  const operations = new Map<string, Set<Wanted>>();
  const versions = new Set<{ version: number; resolve(reached: boolean): void }>();

  return {
    /** What `forOperation` rejects with when its time is over. */
    late,

    forOperation(operationId: string, fingerprint: string, withinMs: number) {
      let reject!: (error: unknown) => void;
      const promise = new Promise<Executed>((resolve, fail) => {
        const wanted: Wanted = { fingerprint, resolve: (executed) => end(() => resolve(executed)) };
        const timer = setTimeout(() => end(() => fail(late)), withinMs);
        const all = operations.get(operationId) ?? new Set();
        operations.set(operationId, all.add(wanted));
        const end = (settle: () => void) => {
          clearTimeout(timer);
          all.delete(wanted);
          if (all.size === 0 && operations.get(operationId) === all) operations.delete(operationId);
          settle();
        };
        reject = (error) => end(() => fail(error));
      });
      return { promise, reject };
    },

    /** Tells those who wait for this very operation; one that is another under the same id has its own record coming. */
    executed(executed: Executed): void {
      for (const wanted of operations.get(executed.operationId) ?? [])
        if (wanted.fingerprint === executed.fingerprint) wanted.resolve(executed);
    },

    forVersion: (version: number, withinMs: number): Promise<boolean> =>
      new Promise((resolve) => {
        const wanted = {
          version,
          resolve: (reached: boolean) => {
            clearTimeout(timer);
            versions.delete(wanted);
            resolve(reached);
          },
        };
        const timer = setTimeout(() => wanted.resolve(false), withinMs);
        versions.add(wanted);
      }),

    reached(version: number): void {
      for (const wanted of versions) if (wanted.version <= version) wanted.resolve(true);
    },

    async idle(withinMs: number): Promise<void> {
      const end = performance.now() + withinMs;
      while (operations.size > 0 && performance.now() < end) await delay(5);
    },
  };
}
