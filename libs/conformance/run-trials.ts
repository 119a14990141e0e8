import type { Bench } from './bench';
import type { Experiment, Part, Trial } from './trial';
import type { Verdict } from './verdict';

/** One trial's result: the runs that it was judged by, and the verdict. */
export interface Result {
  trial: string;
  parts: Part[];
  verdict: Verdict;
}

/** Runs trials on one bench; experiments that several trials judge are run once. */
export function openRunner(bench: Bench) {
  const runs = new Map<Experiment, Promise<Part[]>>();
  const run = (experiment: Experiment): Promise<Part[]> => {
    if (!runs.has(experiment)) runs.set(experiment, experiment(bench));
    return runs.get(experiment)!;
  };
  return async (trial: Trial): Promise<Result> => {
    const parts = (await Promise.all(trial.experiments.map(run))).flat();
    return { trial: trial.name, parts, verdict: trial.verdict(bench.style, parts) };
  };
}

/** What a person needs to know of a trial that is not green. */
export const complaint = ({ trial, parts, verdict }: Result): string => {
  const lines = [`${trial}: ${verdict.answer}: ${verdict.because}`, `  ${JSON.stringify(verdict.numbers)}`];
  for (const { fault, ids, outcomes, facts } of parts) {
    const { said, ...others } = facts;
    const failed = outcomes.filter(({ ok }) => !ok);
    lines.push(
      `  ${fault}: ${ids.length} messages, ${failed.length} of ${outcomes.length} calls failed, ${JSON.stringify(others)}`,
    );
    if (failed[0]) lines.push(`    ${JSON.stringify(failed[0])}`);
    if (said)
      lines.push(
        ...String(said)
          .split('\n')
          .map((line) => `    ${line}`),
      );
  }
  return lines.join('\n');
};
