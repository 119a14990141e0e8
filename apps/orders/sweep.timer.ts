import { setTimeout as delay } from 'node:timers/promises';
import type { Way } from '@parley/service';
import type { Orders } from './orders.service';

export interface SweepOptions {
  everyMs: number;
  onError(error: unknown): void;
}

const DRAIN_MS = 2000;

/** Takes over orders that nobody is placing any more: looks every `everyMs`, at once again where it found some. */
export function sweepTimer(orders: Pick<Orders, 'sweep' | 'idle'>, { everyMs, onError }: SweepOptions): Way {
  const stopped = new AbortController();
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      const found = await orders.sweep().catch((error: unknown) => {
        onError(error);
        return 0;
      });
      if (found === 0) await delay(everyMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  return {
    channel: 'timer sweep',
    async start() {
      running = run();
    },
    async drain() {
      stopped.abort();
      // A peer that hangs is not waited for: the order is pending, and after its lease another sweep goes on with it.
      const late = new AbortController();
      const placed = Promise.all([running, orders.idle()]);
      await Promise.race([placed, delay(DRAIN_MS, undefined, { signal: late.signal }).catch(() => undefined)]);
      late.abort();
    },
  };
}
