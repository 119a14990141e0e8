import { randomOf } from '@parley/faults';

/** What happens to frames on their way to this process: shares of them, and how many later ones may overtake one. */
export interface Impairment {
  loss: number;
  duplicate: number;
  reorder: number;
  window: number;
}

/** Nobody's frames wait longer for later ones to overtake them. */
const holdMs = 50;

const calm: Impairment = { loss: 0, duplicate: 0, reorder: 0, window: 50 };

/**
 * Faults where no proxy can stand, between a multicast group and its member: what has come is dropped, doubled or kept
 * back here, before anything above sees it. The same seed and sender give the same row of decisions.
 */
export function openImpairment(seed: number, name: string) {
  const rows = new Map<string, () => number>();
  const waiting = new Set<{ left: number; go(): void }>();
  let now = calm;
  let isCut: (from: string) => boolean = () => false;
  let [dropped, doubled, overtaken] = [0, 0, 0];

  const rowOf = (from: string): (() => number) => {
    const row = rows.get(from) ?? randomOf(seed, from, name);
    rows.set(from, row);
    return row;
  };
  const passed = (): void => {
    for (const one of waiting) if ((one.left -= 1) <= 0) one.go();
  };
  const keep = (left: number, take: () => void): void => {
    const timer = setTimeout(() => one.go(), holdMs);
    const one = {
      left,
      go: () => {
        clearTimeout(timer);
        if (waiting.delete(one)) take();
      },
    };
    waiting.add(one);
  };

  return {
    set: (to: Partial<Impairment>): void => void (now = { ...now, ...to }),
    /** Nothing passes from those of whom it holds: a partition, seen from one side. */
    cut: (holds: (from: string) => boolean): void => void (isCut = holds),
    /** Calls `take` now, later, twice or never. */
    pass: (from: string, take: () => void): void => {
      if (isCut(from)) return;
      const random = rowOf(from);
      const [lost, twice, late, share] = [random(), random(), random(), random()];
      if (lost < now.loss) return void (dropped += 1);
      const copies = twice < now.duplicate ? 2 : 1;
      doubled += copies - 1;
      if (late < now.reorder) {
        overtaken += 1;
        return keep(1 + Math.floor(share * now.window), take);
      }
      for (let copy = 0; copy < copies; copy++) take();
      passed();
    },
    counts: () => ({ dropped, doubled, overtaken }),
  };
}

export type Impaired = ReturnType<typeof openImpairment>;
