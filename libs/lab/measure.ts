import { join } from 'node:path';
import { openBench, openRunner, type Files, type Trial } from '@parley/conformance';
import type { StyleFolder } from '@parley/roles';
import { brokerOf } from '@parley/taxonomy';
import { repoRoot } from '@parley/topology';
import { saveOutcome, type Outcome } from './run';

/** Sessions of fresh processes at a time, as in the shared suite. */
const room = 2;

const filesOf = ({ style, middle, stranger, ground }: StyleFolder): Files => ({
  middle: middle !== undefined,
  stranger: stranger !== undefined,
  ground: ground !== undefined && !brokerOf(style),
  broker: brokerOf(style) !== undefined,
});

/** Which of the experiments can be made on a style at all. */
export const applicable = (folder: StyleFolder, chosen: readonly Trial[]): Trial[] =>
  chosen.filter((one) => one.applies(folder.style, filesOf(folder)));

interface Measuring {
  base: string;
  run: string;
  folder: StyleFolder;
  chosen: readonly Trial[];
  /** Called after each experiment. */
  done(outcome: Outcome): void;
}

/**
 * Makes the experiments on one style, its sender, receiver and what stands between each a process of its own, and keeps what
 * they leave. Resolves when all are judged. An experiment that could not be made is *undecided*, with what went wrong.
 */
export async function measure({ base, run, folder, chosen, done }: Measuring): Promise<Outcome[]> {
  const { style } = folder;
  const bench = openBench({
    program: () => [join(repoRoot(), '.parley/dist/style.cjs'), style.id],
    style,
    files: filesOf(folder),
    openGround: folder.ground && (await folder.ground()).openGround,
    setUp: folder.setup && (await folder.setup()).setUp,
    room,
  });
  const judge = openRunner(bench);
  const one = async (trial: Trial): Promise<Outcome> => {
    const from = performance.now();
    const about = { style: style.id, experiment: trial.name };
    const { parts, verdict } = await judge(trial).catch((error: unknown) => ({
      parts: [],
      verdict: { answer: 'undecided' as const, because: `it could not be made: ${String(error)}`, numbers: {} },
    }));
    const outcome = { ...about, verdict, tookMs: Math.round(performance.now() - from) };
    saveOutcome(base, run, outcome, { style, parts });
    done(outcome);
    return outcome;
  };
  try {
    return await Promise.all(applicable(folder, chosen).map(one));
  } finally {
    await bench.close();
  }
}
