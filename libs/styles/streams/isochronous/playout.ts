import type { Timing } from './timing';

/** Why a unit is not played. `late`: after its time, or after one that was taken later; `second copy`; `full`: no room. */
export type Wrong = 'late' | 'second copy' | 'full';

export interface PlayoutPlan<T> {
  timing: Timing;
  play(what: T): void;
  wrong(what: T, why: Wrong): void;
  /** The clock, in ms; for tests. */
  now?: () => number;
}

/** What holds the units of one stream until their time has come. */
export interface Playout<T> {
  arrive(unit: { number: number; stamp: number }, what: T): void;
  /** Resolves when everything that it holds has been played. */
  drained(): Promise<void>;
}

/** So many units may wait at a time, and of so many that were played it is known that they were. */
const room = 512;
/** The fastest is looked for among the units of the last one to two times this, in ms: clocks drift. */
const windowMs = 5000;

/**
 * A jitter buffer. The two clocks are not set to each other: what the fastest unit has needed counts as no delay, and the
 * delay of the others is counted from there. In isochronous mode units are played in the order in which they were taken,
 * each when its least delay is over; what comes after a later one was played, or after its greatest delay, is not played.
 */
export function openPlayout<T>({ timing, play, wrong, now = () => performance.now() }: PlayoutPlan<T>): Playout<T> {
  const { mode, minMs, maxMs } = timing;
  const waiting: { number: number; stamp: number; what: T }[] = [];
  const played = new Set<number>();
  const idle = new Set<() => void>();
  let last = 0;
  // Whether it is set when the first of them is looked at next, and the timer where that is not soon.
  let isSet = false;
  let timer: NodeJS.Timeout | undefined;
  let fastest = { since: -Infinity, now: Infinity, before: Infinity };

  const observe = (transit: number): void => {
    const at = now();
    if (at - fastest.since > windowMs) fastest = { since: at, now: Infinity, before: fastest.now };
    fastest.now = Math.min(fastest.now, transit);
  };
  const delayOf = (stamp: number): number => now() - stamp - Math.min(fastest.now, fastest.before);

  const playOne = (number: number, what: T): void => {
    last = Math.max(last, number);
    played.add(number);
    if (played.size > room) played.delete(played.values().next().value!);
    play(what);
  };

  const pump = (): void => {
    timer = undefined;
    for (let head = waiting[0]; head; head = waiting[0]) {
      const delay = delayOf(head.stamp);
      if (delay < minMs) {
        timer = setTimeout(soon, minMs - delay);
        return;
      }
      waiting.shift();
      if (delay > maxMs) wrong(head.what, 'late');
      else playOne(head.number, head.what);
    }
    isSet = false;
    for (const tell of idle) tell();
    idle.clear();
  };

  /** When all sockets have been looked at once more: what lies in the kernel has arrived, and may come before. */
  const soon = (): void => void setImmediate(() => setImmediate(pump));

  const hold = (unit: (typeof waiting)[number]): void => {
    let place = waiting.length;
    while (place > 0 && waiting[place - 1]!.number > unit.number) place -= 1;
    waiting.splice(place, 0, unit);
    // One that goes before the first may be due before it.
    if (isSet && !(place === 0 && timer)) return;
    clearTimeout(timer);
    timer = undefined;
    isSet = true;
    soon();
  };

  return {
    arrive: ({ number, stamp }, what) => {
      observe(now() - stamp);
      if (played.has(number) || waiting.some((one) => one.number === number)) return wrong(what, 'second copy');
      if (delayOf(stamp) > maxMs) return wrong(what, 'late');
      if (mode !== 'isochronous') return playOne(number, what);
      if (number < last) return wrong(what, 'late');
      if (waiting.length >= room) return wrong(what, 'full');
      hold({ number, stamp, what });
    },
    drained: () => new Promise((resolve) => (waiting.length === 0 ? resolve() : void idle.add(resolve))),
  };
}
