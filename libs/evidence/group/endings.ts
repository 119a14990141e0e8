import type { Collected, Crash, Incarnation } from './collect';
import type { End, NotedView } from './model';

const later = (a: string, b: string): boolean => (a.length === b.length ? a > b : a.length > b.length);

/** The incarnation that a crash names; where it names none, the last one that had begun by then. */
const victimOf = ({ run, process, inc, mono }: Crash, all: Incarnation[]): Incarnation | undefined => {
  const own = all.filter((one) => one.run === run && one.process === process);
  if (inc !== '') return own.find((one) => one.inc === inc);
  const begun = own.filter((one) => mono === '' || !later(one.mono, mono));
  return begun.reduce<Incarnation | undefined>((a, b) => (a && later(a.mono, b.mono) ? a : b), undefined);
};

/** How each incarnation ended, where it did. */
export const endsOf = ({ incarnations, crashes }: Collected): Map<Incarnation, End> => {
  const all = [...incarnations.values()];
  const ends = new Map<Incarnation, End>();
  const last = new Map<string, Incarnation>();
  for (const one of all) {
    const key = `${one.run}\n${one.process}`;
    const other = last.get(key);
    if (!other || later(one.mono, other.mono)) last.set(key, one);
    const replaced = other && (later(one.mono, other.mono) ? other : one);
    if (replaced) ends.set(replaced, 'replaced');
  }
  for (const crash of crashes) {
    const victim = victimOf(crash, all);
    if (victim) ends.set(victim, 'crashed');
  }
  return ends;
};

/** Whether a view between these two (both left out) excludes a process, whoever noted it. */
export type Excludes = (after: number, before: number) => boolean;

export const excludesOf = (views: readonly NotedView[], process: string): Excludes => {
  const without = Float64Array.from(
    views.filter(({ members }) => !members.includes(process)),
    ({ id }) => id,
  ).sort();
  return (after, before) => {
    let [low, high] = [0, without.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (without[middle]! > after) high = middle;
      else low = middle + 1;
    }
    return low < without.length && without[low]! < before;
  };
};
