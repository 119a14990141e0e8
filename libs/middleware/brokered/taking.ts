import type { Fatal } from '@parley/faults';
import { type Handled, handleOne, type HandlingOptions } from './handling';
import { within } from './link';

/** What every receiver is told: what to do with what comes. `D` is a delivery of the protocol, `T` the message made of it. */
export interface TakingOptions<D, T> extends Pick<HandlingOptions<T>, 'attempts' | 'exhausted' | 'handlingMs'> {
  /** Makes a message of what came; what it throws is refused. */
  decode(delivery: D): T;
  handle(message: T): Promise<void>;
  /** Told of each input that is thrown away, with the reason. */
  refused(error: Fatal): void;
  /** How long `close` waits for handlers, in ms; 5000. What is left is the broker's again. */
  drainMs?: number;
  /** How long the first connection is tried for, in ms. */
  withinMs: number;
}

/** The deliveries that a receiver has in hand. */
export const openHands = <D, T>(options: TakingOptions<D, T>) => {
  const { drainMs = 5000 } = options;
  const stopped = new AbortController();
  const running = new Set<Promise<void>>();
  let closed: Promise<void> | undefined;

  return {
    /** True when nothing more is to be taken. */
    isStopped: () => stopped.signal.aborted,
    count: () => running.size,
    /** Decodes and handles one delivery; resolves with what became of it. Never rejects: what `read` throws is refused. */
    take: (read: () => D): Promise<Handled> =>
      handleOne({ ...options, decode: () => options.decode(read()), stopped: stopped.signal }),
    /** Has a piece of work waited for by `close`, until it has ended; then `ended` is called. */
    hold: (work: Promise<unknown>, ended?: () => void): void => {
      const one: Promise<void> = work
        .then(
          () => undefined,
          () => undefined,
        )
        .then(() => {
          running.delete(one);
          ended?.();
        });
      running.add(one);
    },
    /** Takes nothing more, lets what is in hand end, and then ends the connection. Twice is once. */
    close: (kept: { close(): Promise<void> }): Promise<void> =>
      (closed ??= (async () => {
        stopped.abort();
        await within(Promise.all(running), drainMs);
        await kept.close();
      })()),
  };
};
