import { setTimeout as delay } from 'node:timers/promises';
import { exitCodes, Failure } from './failures';

/** Whether trying again may help: no answer at all, or 502, 503, 504. Safe for what carries an Idempotency-Key. */
const isPassing = (error: unknown): boolean => error instanceof Failure && error.exitCode === exitCodes.unreachable;

/**
 * Runs `attempt` until it succeeds, with pauses of 100 ms doubling to 2 s; gives up with its last error after `limitMs`,
 * at an error that will not pass, or when `signal` is aborted.
 */
export async function persistently<T>(
  attempt: () => Promise<T>,
  { limitMs, signal }: { limitMs: number; signal: AbortSignal },
): Promise<T> {
  const until = Date.now() + limitMs;
  for (let pauseMs = 100; ; pauseMs = Math.min(2 * pauseMs, 2_000)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isPassing(error) || signal.aborted || Date.now() + pauseMs > until) throw error;
    }
    await delay(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}
