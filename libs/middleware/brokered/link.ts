import { setTimeout as pause } from 'node:timers/promises';
import { kindOf, Retryable } from '@parley/faults';

/** A connection to a broker, with all that was opened on it. */
export interface Line {
  /** Resolves when it is gone, with what is known of why. */
  gone: Promise<string>;
  /** Says goodbye and ends it, at the latest after `withinMs`; resolves when its socket is gone. */
  close(withinMs: number): Promise<void>;
}

export interface LinkOptions<L extends Line> {
  /** Opens a connection and what is needed on it; rejects Fatal where the broker refuses. Ends itself at `signal`. */
  dial(signal: AbortSignal): Promise<L>;
  /** Called for each connection, the first included, as soon as it is open. */
  opened?(line: L): void;
  /** Called as soon as one is gone. */
  lost?(why: string): void;
  /** Called where the broker refuses a later connection: Fatal. It is asked again all the same. */
  refused?(error: Error): void;
  /** How long the first connection is tried for, in ms. */
  withinMs: number;
}

const maxBackoffMs = 2000;

/** 50 ms, doubling to 2 s, give or take a fifth, so that the clients of a restarted broker do not come all at once. */
export const backoffMs = (failures: number): number =>
  Math.min(maxBackoffMs, 50 * 2 ** Math.min(failures, 10)) * (0.8 + Math.random() * 0.4);

/** Waits, but not beyond the signal. */
const pauseUnless = (signal: AbortSignal, ms: number): Promise<void> =>
  pause(ms, undefined, { signal }).catch(() => undefined);

/**
 * Keeps one connection open: opens it again, with growing pauses, whenever it is gone, until it is closed. Resolves with
 * the first one; rejects Fatal where that is refused, Retryable where there is none within `withinMs`.
 */
export async function openLink<L extends Line>({ dial, opened, lost, refused, withinMs }: LinkOptions<L>) {
  const closing = new AbortController();
  const { signal } = closing;
  let line: L | undefined;

  const dialUntil = async (end: number): Promise<L> => {
    for (let failures = 0; ; failures += 1) {
      const left = AbortSignal.timeout(Math.ceil(Math.max(1, Math.min(5000, end - performance.now()))));
      try {
        return await dial(AbortSignal.any([signal, left]));
      } catch (error) {
        const said = error instanceof Error ? error.message : String(error);
        if (signal.aborted) throw new Retryable('the link is closed');
        if (kindOf(error) === 'fatal' && end < Infinity) throw error;
        if (kindOf(error) === 'fatal') refused?.(error as Error);
        if (performance.now() + 50 > end) throw new Retryable(`the broker is not there: ${said}`, { cause: error });
      }
      await pauseUnless(signal, Math.min(backoffMs(failures), Math.max(0, end - performance.now())));
    }
  };

  const keep = async (first: L): Promise<void> => {
    for (let current = first; ;) {
      line = current;
      opened?.(current);
      const why = await current.gone;
      line = undefined;
      lost?.(why);
      if (signal.aborted) return;
      await pauseUnless(signal, backoffMs(0));
      current = await dialUntil(Infinity);
      if (signal.aborted) return void (await current.close(1000));
    }
  };

  const kept = keep(await dialUntil(performance.now() + withinMs)).catch(() => undefined);
  let closed: Promise<void> | undefined;

  return {
    /** The open connection; undefined while there is none. */
    line: () => line,
    /** Ends the connection and opens none any more; resolves when all is gone. Twice is once. */
    close: (closeWithinMs = 2000): Promise<void> =>
      (closed ??= (async () => {
        const last = line;
        closing.abort();
        await last?.close(closeWithinMs);
        await kept;
      })()),
  };
}

/** Resolves with the promise, or after so many ms. */
export const within = async (promise: Promise<unknown>, ms: number): Promise<void> => {
  const done = new AbortController();
  await Promise.race([promise.catch(() => undefined), pauseUnless(done.signal, ms)]);
  done.abort();
};
