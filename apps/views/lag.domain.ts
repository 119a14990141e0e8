export interface Standing {
  partition: number;
  /** The offset of the next record to come in, and when the last event that is in was; '' where there is none. */
  next: number;
  at: string;
  /** The offset that the next record of the log will get. */
  end: number;
}

export interface Lag {
  events: number;
  /** No event that is still to come in is older. 0 where all are in. */
  ms: number;
}

/** How far the views are behind the log: records of all partitions, and the age of what may be the oldest one missing. */
export function lagOf(standings: readonly Standing[], now: number): Lag {
  const behind = standings.filter(({ next, end }) => next < end);
  // What a partition has next is no older than what is in of it. Where nothing is, nothing is known: not counted.
  const ages = behind.map(({ at }) => now - Date.parse(at)).filter((ms) => ms > 0);
  return {
    events: behind.reduce((sum, { next, end }) => sum + end - next, 0),
    ms: Math.max(0, ...ages),
  };
}

export interface Visible {
  events: number;
  p50: number;
  p99: number;
  max: number;
}

/** The last `size` samples of a duration, summed up. Milliseconds. */
export function openSamples(size: number) {
  const kept: number[] = [];
  let at = 0;
  return {
    add(ms: number): void {
      kept[at] = ms;
      at = (at + 1) % size;
    },
    summary(): Visible {
      const sorted = [...kept].sort((a, b) => a - b);
      const quantile = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
      return { events: sorted.length, p50: quantile(0.5), p99: quantile(0.99), max: sorted.at(-1) ?? 0 };
    },
  };
}
