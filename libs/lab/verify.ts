import { experimentOf } from './experiments';
import { keptOf, outcomesOf, type Outcome, type RunRecord } from './run';

/** A verdict of then, and what the same histories come to now. */
export interface Verified {
  outcome: Outcome;
  now: Outcome['verdict'];
  same: boolean;
}

/** Judges everything that a run has kept again: a verdict is a function of histories, of nothing else. */
export const verify = (base: string, record: RunRecord): Verified[] =>
  outcomesOf(base, record).map((outcome) => {
    const { style, parts } = keptOf(base, record.run, outcome);
    const trial = experimentOf(outcome.experiment);
    const now =
      trial && parts.length > 0
        ? trial.verdict(style, parts)
        : { answer: 'undecided' as const, because: 'nothing was kept to judge', numbers: {} };
    return { outcome, now, same: now.answer === outcome.verdict.answer };
  });
