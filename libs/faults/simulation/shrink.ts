import type { EvidenceRecord } from '@parley/evidence';
import type { Machine } from './machine';
import type { Plan } from './plan';
import { simulate, type Run } from './simulate';

/** A plan whose run the check objects to, as small as was found. */
export interface Witness<S, I> {
  plan: Plan<I>;
  run: Run<S>;
  says: string;
  /** Runs that it took. */
  tried: number;
}

const without = <T>(row: readonly T[], at: number): T[] => row.filter((_, other) => other !== at);

/** All plans that are one thing simpler, the greatest simplification first. */
const simpler = <I>(plan: Plan<I>, isMessage: (input: I) => boolean): Plan<I>[] => {
  const { script, faults, weather } = plan;
  const messages = [...script.keys()].filter((at) => isMessage(script[at]!.input));
  const calm = (change: Partial<typeof weather>): Plan<I> => ({ ...plan, weather: { ...weather, ...change } });
  return [
    ...messages.map((at) => ({ ...plan, script: without(script, at) })),
    ...[...faults.keys()].map((at) => ({ ...plan, faults: without(faults, at) })),
    ...(weather.duplicates > 0 ? [calm({ duplicates: 0 })] : []),
    ...(weather.loss > 0 ? [calm({ loss: 0 })] : []),
  ];
};

/** The same plan by another seed; its victims die at other steps, for with fewer messages there are fewer of them. */
const varied = <I>(plan: Plan<I>, turn: number): Plan<I> => ({
  ...plan,
  seed: turn,
  faults: plan.faults.map((fault) =>
    fault.kind === 'crash' && 'step' in fault
      ? { ...fault, step: 1 + (turn % fault.step), sends: Math.floor(turn / fault.step) % plan.processes.length }
      : fault,
  ),
});

/**
 * The shortest witness that can be found from a plan that fails: fewest messages, then fewest faults, then calmest
 * weather, then fewest events. Each simplification is tried as it is and in `seeds` variations. `check` returns
 * its objection, or nothing. Undefined if the plan does not fail in the first place.
 */
export const shrink = <S, I>(
  machine: Machine<S, I>,
  plan: Plan<I>,
  check: (records: EvidenceRecord[]) => string | undefined,
  { isMessage, seeds = 50 }: { isMessage: (input: I) => boolean; seeds?: number },
): Witness<S, I> | undefined => {
  let tried = 0;
  const failing = (candidate: Plan<I>): Witness<S, I> | undefined => {
    tried += 1;
    const run = simulate(machine, candidate);
    const says = check(run.records);
    return says === undefined ? undefined : { plan: candidate, run, says, tried };
  };
  const anySeed = (candidate: Plan<I>): Witness<S, I> | undefined => {
    for (let at = 0; at <= seeds; at += 1) {
      const found = failing(at === 0 ? candidate : varied(candidate, at));
      if (found) return found;
    }
    return undefined;
  };
  let best = failing(plan);
  if (!best) return undefined;
  for (let isSmaller = true; isSmaller;) {
    isSmaller = false;
    for (const candidate of simpler(best.plan, isMessage)) {
      const found = anySeed(candidate);
      if (!found) continue;
      best = found;
      isSmaller = true;
      break;
    }
  }
  for (let seed = 1; seed <= seeds; seed += 1) {
    const found = failing(varied(best.plan, seed));
    if (found && found.run.records.length < best.run.records.length) best = found;
  }
  return { ...best, tried };
};
