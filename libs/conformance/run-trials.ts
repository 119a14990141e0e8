import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Bench } from './bench';
import type { Experiment, Part, Trial } from './trial';
import type { Verdict } from './verdict';

/** One trial's result: the runs that it was judged by, and the verdict. */
export interface Result {
  trial: string;
  parts: Part[];
  verdict: Verdict;
}

/** A run in which the harness itself came so much too late, in ms, says nothing of the style: it is void. */
const starvedMs = 400;
const attempts = 3;

/** Runs what is watched, again where the machine was too busy to be a witness; what came before and after is not watched. */
async function witnessed<T>(once: (watch: <R>(run: () => Promise<R>) => Promise<R>) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const lateness = monitorEventLoopDelay({ resolution: 20 });
    const value = await once((run) => {
      lateness.enable();
      return run().finally(() => lateness.disable());
    });
    if (attempt === attempts || lateness.max / 1e6 < starvedMs) return value;
  }
}

/**
 * The same bench, whose every run is witnessed: what is judged are times at which things were seen, and a harness that gets
 * no processor sees them late. Only the run that was not seen well is repeated, not the experiment that it belongs to; what
 * the style did is no reason to repeat it.
 */
const watching = (bench: Bench): Bench => ({
  ...bench,
  fresh: (options, run) => witnessed((watch) => bench.fresh(options, (session) => watch(() => run(session)))),
  calm: (run) => witnessed((watch) => bench.calm((calm) => watch(() => run(calm)))),
});

/** Runs trials on one bench; experiments that several trials judge are run once. */
export function openRunner(bench: Bench) {
  const watched = watching(bench);
  const runs = new Map<Experiment, Promise<Part[]>>();
  const run = (experiment: Experiment): Promise<Part[]> => {
    if (!runs.has(experiment)) runs.set(experiment, experiment(watched));
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
