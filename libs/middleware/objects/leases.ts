/** One object that others can hold a reference to. */
export interface Entry<T> {
  id: string;
  target: T;
  /** Stays until it is taken back, whether anybody holds it or not. */
  pinned: boolean;
  /** By holder: until when, in ms of the clock. */
  leases: Map<string, number>;
  /** Until then it stays although nobody holds it: its reference may still be on its way. */
  grace: number;
}

/** What is to be seen of an object: who holds a reference and for how long it still counts, in ms. */
export interface Held {
  object: string;
  pinned: boolean;
  holders: { holder: string; leftMs: number }[];
}

/**
 * The objects of one process that others refer to, and the leases of those others. An object goes when its last lease has run
 * out or was given back (distributed garbage collection as in Java RMI: Birrell, Nelson and others, DEC SRC report 116).
 * No I/O: time is given.
 */
export function openLeases<T>(leaseMs: number, now: () => number) {
  const entries = new Map<string, Entry<T>>();
  const hasLease = ({ leases }: Entry<T>) => leases.size > 0;
  const isDone = (entry: Entry<T>) => !entry.pinned && !hasLease(entry) && now() >= entry.grace;

  return {
    add(id: string, target: T, pinned: boolean): void {
      entries.set(id, { id, target, pinned, leases: new Map(), grace: now() + leaseMs });
    },
    find: (id: string): T | undefined => entries.get(id)?.target,
    /** Begins or renews a holder's lease; false where there is no such object (any more). */
    hold(id: string, holder: string): boolean {
      const entry = entries.get(id);
      entry?.leases.set(holder, now() + leaseMs);
      return entry !== undefined;
    },
    /** A holder is done; the object stays no longer than its last lease. */
    release(id: string, holder: string): void {
      const entry = entries.get(id);
      if (!entry?.leases.delete(holder) || hasLease(entry)) return;
      entry.grace = now();
    },
    remove: (id: string): boolean => entries.delete(id),
    /** Ends what has run out; the objects that nobody holds any more are removed and returned. */
    sweep(): Entry<T>[] {
      for (const { leases } of entries.values())
        for (const [holder, until] of leases) if (until <= now()) leases.delete(holder);
      const gone = [...entries.values()].filter(isDone);
      for (const { id } of gone) entries.delete(id);
      return gone;
    },
    list: (): Held[] =>
      [...entries.values()].map(({ id, pinned, leases }) => ({
        object: id,
        pinned,
        holders: [...leases].map(([holder, until]) => ({ holder, leftMs: Math.round(until - now()) })),
      })),
  };
}
