import { cpus, release as kernel, totalmem } from 'node:os';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Part, Verdict } from '@parley/conformance';
import { Fatal } from '@parley/faults';
import type { Style } from '@parley/taxonomy';

/** What a run was: enough to run it again. */
export interface RunRecord {
  run: string;
  command: string;
  mode: 'quick' | 'full' | 'chosen';
  startedAt: string;
  endedAt?: string;
  machine: { processors: string; memoryGiB: number; kernel: string; node: string };
  styles: string[];
  experiments: string[];
}

/** One experiment on one style: what was concluded then. The histories that it was concluded from lie beside it. */
export interface Outcome {
  style: string;
  experiment: string;
  verdict: Verdict;
  tookMs: number;
}

/** What a verdict is a function of. */
export interface Kept {
  style: Style;
  parts: Part[];
}

const safe = (name: string): string => name.replace(/[^\w-]+/g, '-');
const folderOf = (base: string, run: string): string => join(base, run);
const keptFile = (base: string, run: string, style: string, experiment: string): string =>
  join(folderOf(base, run), style, `${safe(experiment)}.json.gz`);

const write = (file: string, value: unknown): void => writeFileSync(file, `${JSON.stringify(value, null, 1)}\n`);
const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

/** The machine that this process runs on. */
export const thisMachine = (): RunRecord['machine'] => ({
  processors: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  kernel: kernel(),
  node: process.version,
});

/** Writes the record of a run; makes its folder. */
export function saveRun(base: string, record: RunRecord): void {
  mkdirSync(folderOf(base, record.run), { recursive: true });
  write(join(folderOf(base, record.run), 'run.json'), record);
}

/** Writes what an experiment has left and what was concluded from it. Returns when both are on disk. */
export function saveOutcome(base: string, run: string, outcome: Outcome, kept: Kept): void {
  const file = keptFile(base, run, outcome.style, outcome.experiment);
  mkdirSync(join(folderOf(base, run), outcome.style), { recursive: true });
  writeFileSync(file, gzipSync(JSON.stringify(kept)));
  write(file.replace(/\.json\.gz$/, '.verdict.json'), outcome);
}

/** The runs in a folder, newest first. */
export const listRuns = (base: string): RunRecord[] =>
  !existsSync(base)
    ? []
    : readdirSync(base)
        .filter((run) => existsSync(join(folderOf(base, run), 'run.json')))
        .map((run) => read<RunRecord>(join(folderOf(base, run), 'run.json')))
        .sort((a, b) => b.startedAt.localeCompare(a.startedAt));

/** The run of that name, or the newest for `last`. Throws Fatal `no-run`. */
export function findRun(base: string, name: string): RunRecord {
  const runs = listRuns(base);
  const found = name === 'last' ? runs[0] : runs.find(({ run }) => run === name);
  if (!found) throw new Fatal(`There is no run ${name}. Runs: parley lab list`, { reason: 'no-run' });
  return found;
}

/** What was concluded in a run, in the order of its styles and experiments. */
export const outcomesOf = (base: string, { run, styles, experiments }: RunRecord): Outcome[] =>
  styles.flatMap((style) =>
    experiments.flatMap((experiment) => {
      const file = keptFile(base, run, style, experiment).replace(/\.json\.gz$/, '.verdict.json');
      return existsSync(file) ? [read<Outcome>(file)] : [];
    }),
  );

/** What an outcome was concluded from. */
export const keptOf = (base: string, run: string, { style, experiment }: Outcome): Kept =>
  JSON.parse(gunzipSync(readFileSync(keptFile(base, run, style, experiment))).toString()) as Kept;

/** Where that lies, from the folder of all runs. */
export const evidenceOf = (run: string, { style, experiment }: Outcome): string =>
  join(run, style, `${safe(experiment)}.json.gz`);
