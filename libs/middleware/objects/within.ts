import { OutcomeUnknown, Retryable } from '@parley/faults';

/** One operation under a deadline. */
export interface Attempt {
  /** To be called right before the first byte leaves. Throws Retryable when the deadline is over: then nothing may leave any more. */
  leave(): void;
  /** How much of the deadline is left, in ms; never below 1. */
  left(): number;
}

/**
 * Runs one operation and settles within `deadlineMs`, whatever the operation does: with Retryable where nothing has left,
 * with OutcomeUnknown where the other side may have it.
 */
export async function withinDeadline<T>(
  what: string,
  deadlineMs: number,
  run: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  const end = performance.now() + deadlineMs;
  let [left, over] = [false, false];
  let timer: NodeJS.Timeout | undefined;
  const tooLate = () =>
    left
      ? new OutcomeUnknown(`${what} was not answered within ${deadlineMs} ms`)
      : new Retryable(`${what} could not leave within ${deadlineMs} ms`);
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      over = true;
      reject(tooLate());
    }, deadlineMs);
  });
  const attempt: Attempt = {
    leave: () => {
      if (over) throw tooLate();
      left = true;
    },
    left: () => Math.max(1, end - performance.now()),
  };
  try {
    return await Promise.race([run(attempt), deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** Lets `size` operations be under way at a time; the others wait for their turn, in the order in which they came. */
export function openWindow(size: number) {
  const waiting: (() => void)[] = [];
  let free = size;
  return {
    async enter(): Promise<void> {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
    },
    leave(): void {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    },
  };
}

/** Knows what is under way, so that a close can wait for it. */
export function openDesk() {
  const underWay = new Set<Promise<unknown>>();
  return {
    /** The same promise, known until it settles. */
    keep<T>(promise: Promise<T>): Promise<T> {
      underWay.add(promise);
      const done = () => void underWay.delete(promise);
      promise.then(done, done);
      return promise;
    },
    /** Resolves when all that is under way now has settled. */
    settled: async (): Promise<void> => void (await Promise.allSettled(underWay)),
    count: () => underWay.size,
  };
}
