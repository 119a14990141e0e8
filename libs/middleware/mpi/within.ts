import { Retryable } from '@parley/faults';

/** Resolves as `what` does, or rejects with what `late` makes (Retryable if it is not given) when it has not settled by `until` (of performance.now(), ms). */
export function within<T>(what: Promise<T>, until: number, late: () => Error = () => new Retryable('too late')) {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), Math.max(0, until - performance.now()));
    what.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
