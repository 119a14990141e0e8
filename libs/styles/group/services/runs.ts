import { shrink, simulate, type Plan } from '@parley/faults';
import type { EvidenceRecord } from '@parley/evidence';
import { composeStack } from '../stack/compose';
import { outcomeOf, type Outcome } from './outcome';
import type { Service } from './service';
import { planOf, replicaMachine, type Input } from './simulated';

/** A service, the service that says what is right, and the layers of the stack under it. */
export interface Setting {
  service: Service;
  right: Service;
  layers: readonly string[];
}

const machineOf = ({ service, layers }: Setting) => replicaMachine(service, composeStack(['simulated', ...layers]));

/** Runs a plan of requests and says how it ended. */
export const runOf = (setting: Setting, plan: Plan<Input>): { history: EvidenceRecord[]; outcome: Outcome } => {
  const { records } = simulate(machineOf(setting), plan);
  return { history: records, outcome: outcomeOf(records, setting.right) };
};

/** How many schedules ended how, and the seed of the first that ended badly. */
export interface Tally {
  schedules: number;
  right: number;
  diverged: number;
  wrong: number;
  undecided: number;
  first?: { seed: number; outcome: Outcome };
}

const columns = { right: 'right', diverged: 'diverged', 'alike and wrong': 'wrong', undecided: 'undecided' } as const;

/** Runs the schedules of the seeds 1, 2, 3 … */
export const tally = (setting: Setting, schedules: number, planned: (seed: number) => Plan<Input>): Tally => {
  const counts: Tally = { schedules, right: 0, diverged: 0, wrong: 0, undecided: 0 };
  for (let seed = 1; seed <= schedules; seed += 1) {
    const { outcome } = runOf(setting, planned(seed));
    counts[columns[outcome.is]] += 1;
    if (outcome.is !== 'right') counts.first ??= { seed, outcome };
  }
  return counts;
};

/** A calm network: nothing is lost and nobody dies, only the delays differ. */
export const calm = (seed: number): Plan<Input> => planOf(seed);

/** Loss and doubles, and in each third schedule p3 dies. */
export const rough = (seed: number): Plan<Input> =>
  planOf(seed, {
    weather: { loss: 0.1, duplicates: 0.05, until: 200 },
    faults: seed % 3 === 0 ? [{ kind: 'crash', process: 'p3', at: 10 + (seed % 50) }] : [],
  });

/** A schedule that ended badly, as small as it could be made. */
export interface Found {
  seed: number;
  plan: Plan<Input>;
  /** Of the plan as it was found, and as it is. */
  requests: readonly [found: number, left: number];
  history: EvidenceRecord[];
  outcome: Outcome;
  tried: number;
}

const isRequest = (input: Input): boolean => input.kind === 'client';
const requestsOf = ({ script }: Plan<Input>): number => script.filter(({ input }) => isRequest(input)).length;

/** The requests numbered anew from 0, so that the first user is u0: names change and nothing else. */
const renumbered = (plan: Plan<Input>): Plan<Input> => {
  let turn = -1;
  const script = plan.script.map((one) =>
    one.input.kind === 'client' ? { ...one, input: { ...one.input, turn: (turn += 1) } } : one,
  );
  return { ...plan, script };
};

/**
 * Searches the calm schedules of the seeds 1, 2, 3 … for one that ends so, and shrinks it to the fewest requests.
 * Undefined if none of `most` does.
 */
export const search = (setting: Setting, bad: Outcome['is'], most = 2000): Found | undefined => {
  const objects = (records: EvidenceRecord[]): string | undefined => {
    const outcome = outcomeOf(records, setting.right);
    return outcome.is === bad ? outcome.says : undefined;
  };
  for (let seed = 1; seed <= most; seed += 1) {
    const plan = calm(seed);
    if (runOf(setting, plan).outcome.is !== bad) continue;
    const witness = shrink(machineOf(setting), plan, objects, { isMessage: isRequest, seeds: 120 })!;
    const smallest = renumbered(witness.plan);
    return {
      seed,
      plan: smallest,
      requests: [requestsOf(plan), requestsOf(smallest)],
      ...runOf(setting, smallest),
      tried: witness.tried,
    };
  }
  return undefined;
};
