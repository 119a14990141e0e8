import { rpcError } from '@parley/middleware/grpc';
import { room } from './desk';

/** Resolves when `work` has settled, at the latest after `ms`. */
const atMost = (work: Promise<unknown>, ms: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    work.then(done, done);
  });

/**
 * What has been received and not yet run, in memory and nowhere else: it dies with the process. One procedure runs at a
 * time and `room` wait; one that has not ended after `patienceMs` is left alone and the next begins.
 */
export const openJobs = (patienceMs: number) => {
  const waiting: (() => Promise<void>)[] = [];
  const aside = new Set<Promise<void>>();
  let worker: Promise<void> | undefined;

  const work = async (): Promise<void> => {
    for (let job = waiting.shift(); job; job = waiting.shift()) await atMost(job(), patienceMs);
    worker = undefined;
  };
  const begin = (): void => {
    if (!worker && waiting.length > 0) worker = work();
  };
  const idle = async (): Promise<void> => {
    while (worker || waiting.length > 0 || aside.size > 0) {
      await (worker ?? new Promise((resolve) => setImmediate(resolve)));
      await Promise.all(aside);
    }
  };

  return {
    /** Takes a job; it does not begin before the receipt has been written. Throws RESOURCE_EXHAUSTED `full`. */
    take: (job: () => Promise<void>): void => {
      if (waiting.length >= room)
        throw rpcError('RESOURCE_EXHAUSTED', `${room} calls wait to be run`, { reason: 'full' });
      waiting.push(job);
      setImmediate(begin);
    },
    /** Is waited for when all is to end, and holds up no job. */
    besides: (what: Promise<unknown>): void => {
      const settled = atMost(what, patienceMs);
      aside.add(settled);
      void settled.then(() => aside.delete(settled));
    },
    /** Resolves when all that was taken has been run, at the latest after `withinMs`. */
    idle: (withinMs: number): Promise<void> => atMost(idle(), withinMs),
  };
};
