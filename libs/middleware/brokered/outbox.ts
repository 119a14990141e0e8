import { Fatal, kindOf, OutcomeUnknown, Retryable } from '@parley/faults';

/** The way out of an outbox: a link of some client library. */
export interface Way<T> {
  /** Whether one more can be handed over now. `pump` is to be called when it may have become so. */
  isOpen(): boolean;
  /** Hands it over; `settle` is called once it is known what became of it. What it throws is the item's end. */
  hand(item: T, settle: (error?: Error) => void): void;
}

export interface OutboxOptions<T> {
  way: Way<T>;
  /** Handed over and not yet settled, at most. */
  window: number;
  /** Bytes that may wait, at most; the first always may. */
  roomBytes: number;
}

interface Entry<T> {
  item: T;
  bytes: number;
  timer: NodeJS.Timeout;
  resolve(): void;
  reject(error: Error): void;
}

/**
 * What a sender has taken and the broker has not yet confirmed, in the order in which it was taken. Each entry settles
 * within its deadline: well when the broker has confirmed it, Retryable where it never left, OutcomeUnknown where it
 * did. Nothing is sent twice.
 */
export function openOutbox<T>({ way, window, roomBytes }: OutboxOptions<T>) {
  const waiting = new Set<Entry<T>>();
  const inFlight = new Set<Entry<T>>();
  const idle = new Set<() => void>();
  let held = 0;
  let closed = false;

  const end = (entry: Entry<T>, error?: Error): void => {
    if (!waiting.delete(entry) && !inFlight.delete(entry)) return;
    clearTimeout(entry.timer);
    held -= entry.bytes;
    if (error) entry.reject(error);
    else entry.resolve();
    if (waiting.size + inFlight.size > 0) return;
    for (const tell of idle) tell();
    idle.clear();
  };

  const typed = (error: Error): Error =>
    'kind' in error ? error : new Fatal(`it cannot be sent: ${error.message}`, { reason: 'unsendable', cause: error });

  const pump = (): void => {
    for (const entry of waiting) {
      if (inFlight.size >= window || !way.isOpen()) return;
      waiting.delete(entry);
      inFlight.add(entry);
      try {
        way.hand(entry.item, (error) => {
          end(entry, error);
          pump();
        });
      } catch (error) {
        end(entry, typed(error instanceof Error ? error : new Error(String(error))));
      }
    }
  };

  const expired = (entry: Entry<T>, deadlineMs: number) => () => {
    end(
      entry,
      waiting.has(entry)
        ? new Retryable(`it could not be handed to the broker within ${deadlineMs} ms`)
        : new OutcomeUnknown(`the broker did not confirm it within ${deadlineMs} ms`),
    );
    pump();
  };

  return {
    pump,
    /** Takes an item of so many bytes. Rejects Fatal `closed`, or Retryable where there is no room. */
    submit: (item: T, bytes: number, deadlineMs: number): Promise<void> =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Fatal('the sender is closed', { reason: 'closed' }));
        if (held > 0 && held + bytes > roomBytes)
          return reject(new Retryable(`no room: ${held} B wait already for the broker`));
        const entry: Entry<T> = { item, bytes, resolve, reject, timer: setTimeout(() => late(), deadlineMs) };
        const late = expired(entry, deadlineMs);
        held += bytes;
        waiting.add(entry);
        pump();
      }),
    /** The link is gone: nobody will say what became of what it had been handed. The rest waits for the next one. */
    lost: (why: string): void => {
      for (const entry of [...inFlight]) end(entry, new OutcomeUnknown(`the broker had not confirmed it: ${why}`));
    },
    /** The broker will not have any of it: all that waits ends with this error. */
    refuse: (error: Error): void => {
      if (kindOf(error) === 'fatal') for (const entry of [...waiting]) end(entry, error);
    },
    /** Takes nothing more; resolves when all has settled. */
    close: (): Promise<void> => {
      closed = true;
      return waiting.size + inFlight.size === 0 ? Promise.resolve() : new Promise((resolve) => idle.add(resolve));
    },
  };
}
export type Outbox<T> = ReturnType<typeof openOutbox<T>>;
