import type { CrashPoint } from '@parley/topology';

let armed = process.env.PARLEY_CRASH_AT ?? '';

/** Arms a crash point for this process, or none with ''. At start PARLEY_CRASH_AT is armed. */
export const armCrash = (name: string): void => {
  armed = name;
};

/** The armed crash point, '' if none. */
export const armedCrash = (): string => armed;

/**
 * Kills this process by SIGKILL when `name` is armed; never returns then. Otherwise one comparison.
 * SIGKILL and not exit: nothing of the process may run any more, as when the power goes.
 */
export const crashPoint = (name: CrashPoint): void => {
  if (armed !== name) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal is delivered when the kernel next schedules this thread: nothing may run until then.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};
