import { setTimeout as pause } from 'node:timers/promises';
import { kindOf } from '@parley/faults';
import { typed } from './errors';

// Which Node runs is decided by this project's engines, not by the SDK at each start of a program.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/**
 * How our clients of the SDK are set up. It must not repeat what was sent: whether the first attempt was carried out is
 * what only the caller can judge, and a repeated send is a second message. Its own timeouts are off: a call has one
 * deadline, and long polling is not a failure.
 */
export const cautious = { maxAttempts: 1 } as const;

/** Sockets of one client at a time. */
export const sockets = 32;

/** Calls once. Rejects typed, as OutcomeUnknown when `withinMs` have passed or the signal is aborted. */
export async function call<T>(
  what: string,
  withinMs: number,
  work: (options: { abortSignal: AbortSignal }) => Promise<T>,
  stopped?: AbortSignal,
): Promise<T> {
  const deadline = AbortSignal.timeout(Math.max(1, Math.ceil(withinMs)));
  try {
    return await work({ abortSignal: stopped ? AbortSignal.any([stopped, deadline]) : deadline });
  } catch (error) {
    throw typed(error, what);
  }
}

const firstPauseMs = 50;
const maxPauseMs = 1000;

/**
 * Calls what may be repeated without harm, until it succeeds, is refused for good (Fatal), `withinMs` have passed or the
 * signal is aborted.
 */
export async function repeat<T>(
  what: string,
  withinMs: number,
  work: (options: { abortSignal: AbortSignal }) => Promise<T>,
  stopped?: AbortSignal,
): Promise<T> {
  const end = performance.now() + withinMs;
  for (let ms = firstPauseMs; ; ms = Math.min(2 * ms, maxPauseMs)) {
    try {
      return await call(what, end - performance.now(), work, stopped);
    } catch (error) {
      if (kindOf(error) === 'fatal' || stopped?.aborted || performance.now() + ms >= end) throw error;
    }
    await pause(ms, undefined, { signal: stopped }).catch(() => undefined);
  }
}
