import { Fatal, Retryable } from '@parley/faults';

/** How many calls of one client are under way at most; more wait, within their deadline, and nothing of them is sent. */
export const window = 256;

/**
 * Lets operations in until it is closed, at most `window` at a time and in the order in which they came, and knows which
 * are under way. Each is given the milliseconds that are left of its `deadlineMs`.
 */
export const openGate = (name: string, deadlineMs: number) => {
  const underWay = new Set<Promise<unknown>>();
  const waiting = new Set<() => void>();
  let inside = 0;
  let closing: Promise<void> | undefined;

  const admitted = (): Promise<void> => {
    if (inside < window) {
      inside += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        waiting.delete(enter);
        reject(new Retryable(`${window} calls were under way for ${deadlineMs} ms: this one was not sent`));
      }, deadlineMs);
      waiting.add(enter);
    });
  };

  /** Who waits longest takes the place that becomes free. */
  const leave = () => {
    const [next] = waiting;
    if (!next) return void (inside -= 1);
    waiting.delete(next);
    next();
  };

  const inTurn = async <T>(operation: (leftMs: number) => Promise<T>): Promise<T> => {
    const until = performance.now() + deadlineMs;
    await admitted();
    try {
      return await operation(Math.max(1, until - performance.now()));
    } finally {
      leave();
    }
  };

  return {
    /** Rejects with Fatal `closed` after `close`, with Retryable where no place came free in time. */
    enter: <T>(operation: (leftMs: number) => Promise<T>): Promise<T> => {
      if (closing) return Promise.reject(new Fatal(`${name} is closed`, { reason: 'closed' }));
      const running = inTurn(operation);
      const settled = running.then(
        () => undefined,
        () => undefined,
      );
      underWay.add(settled);
      void settled.then(() => underWay.delete(settled));
      return running;
    },
    /** Lets nobody in any more; when the last has settled, runs `end`. Twice is once. */
    close: (end: () => unknown): Promise<void> =>
      (closing ??= Promise.all(underWay).then(async () => {
        await end();
      })),
  };
};
