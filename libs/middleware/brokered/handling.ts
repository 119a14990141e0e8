import { setTimeout as pause } from 'node:timers/promises';
import { Fatal, kindOf, OutcomeUnknown } from '@parley/faults';

/** What became of a delivery: its message is done with; it is thrown away, and why; it goes back to the broker. */
export type Handled = { is: 'done' } | { is: 'refused'; error: Fatal } | { is: 'given back' };

export interface HandlingOptions<T> {
  /** Makes a message of what came; what it throws is refused. */
  decode(): T;
  handle(message: T): Promise<void>;
  /** Told of what is thrown away, unless the application itself has refused it (Fatal). */
  refused(error: Fatal): void;
  /** Calls of the handler before a message is given up. */
  attempts?: number;
  /** What becomes of a message when all attempts have failed; `refuse` where it is not said. */
  exhausted?: 'refuse' | 'give back';
  /** Before the second attempt, in ms; doubles from there. */
  backoffMs?: number;
  /** A handler that takes longer counts as failed, in ms. */
  handlingMs?: number;
  /** Aborted when no further attempt is to be begun. */
  stopped: AbortSignal;
}

const inTime = async (work: Promise<void>, ms: number): Promise<void> => {
  const done = new AbortController();
  // A handler that never ends is not to keep its process alive when all else is closed.
  const late = pause(ms, undefined, { signal: done.signal, ref: false }).then(() => {
    throw new OutcomeUnknown(`the handler did not end within ${ms} ms`);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    late.catch(() => undefined);
    done.abort();
  }
};

/**
 * Handles one delivery: tries a handler that fails again in its place, and gives the message up when it refuses (Fatal)
 * or when all attempts are used. Never rejects.
 */
export async function handleOne<T>(options: HandlingOptions<T>): Promise<Handled> {
  const { decode, handle, refused, attempts = 5, exhausted = 'refuse' } = options;
  const { backoffMs = 100, handlingMs = 30_000, stopped } = options;
  let message: T;
  try {
    message = decode();
  } catch (error) {
    const why = error instanceof Fatal ? error : new Fatal(`not readable: ${String(error)}`, { reason: 'undecodable' });
    refused(why);
    return { is: 'refused', error: why };
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      // A handler that throws before it returns a promise is met here too.
      await inTime((async () => handle(message))(), handlingMs);
      return { is: 'done' };
    } catch (error) {
      if (kindOf(error) === 'fatal') return { is: 'refused', error: error as Fatal };
      if (stopped.aborted) return { is: 'given back' };
      if (attempt >= attempts && exhausted === 'give back') return { is: 'given back' };
      if (attempt >= attempts) {
        const given = new Fatal(`given up after ${attempts} attempts: ${String(error)}`, { reason: 'attempts' });
        refused(given);
        return { is: 'refused', error: given };
      }
    }
    await pause(backoffMs * 2 ** (attempt - 1), undefined, { signal: stopped }).catch(() => undefined);
    if (stopped.aborted) return { is: 'given back' };
  }
}
