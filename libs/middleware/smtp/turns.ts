import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';

/**
 * Lets at most `room` operations run at a time, in the order in which they came. Who has not had its turn within
 * `deadlineMs` is told Retryable: nothing of it happened. Who had it and has not ended by then is told OutcomeUnknown.
 */
export const openTurns = (room: number) => {
  const waiting: (() => void)[] = [];
  const underWay = new Set<Promise<void>>();
  let inside = 0;
  let closing: Promise<void> | undefined;

  const start = (): void => {
    const next = inside < room ? waiting.shift() : undefined;
    if (!next) return;
    inside += 1;
    next();
  };

  const take = <T>(run: () => Promise<T>, deadlineMs?: number): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      let isRunning = false;
      const late = () => {
        if (isRunning) return reject(new OutcomeUnknown(`no answer within ${deadlineMs} ms`));
        waiting.splice(waiting.indexOf(begin), 1);
        reject(new Retryable(`not sent within ${deadlineMs} ms: ${inside} were before it`));
      };
      const timer = deadlineMs === undefined ? undefined : setTimeout(late, deadlineMs);
      const begin = () => {
        isRunning = true;
        void run()
          .then(resolve, reject)
          .finally(() => {
            clearTimeout(timer);
            inside -= 1;
            start();
          });
      };
      waiting.push(begin);
      start();
    });

  return {
    /** After `close`: Fatal `closed`. */
    take: <T>(run: () => Promise<T>, deadlineMs?: number): Promise<T> => {
      if (closing) return Promise.reject(new Fatal('it is closed', { reason: 'closed' }));
      const running = take(run, deadlineMs);
      const settled: Promise<void> = running.then(
        () => undefined,
        () => undefined,
      );
      underWay.add(settled);
      void settled.then(() => underWay.delete(settled));
      return running;
    },
    /** Lets nobody in any more; resolves when all that are in have come back. Twice is once. */
    close: (): Promise<void> => (closing ??= Promise.all(underWay).then(() => undefined)),
  };
};
