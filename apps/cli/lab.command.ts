import { join } from 'node:path';
import { Command } from 'commander';
import {
  applicable,
  askedOf,
  cellsOf,
  experimentOf,
  experiments,
  findRun,
  listRuns,
  matrixCsv,
  matrixMarkdown,
  measure,
  outcomesOf,
  quick,
  saveRun,
  thisMachine,
  verify,
  type Cell,
  type Outcome,
  type RunRecord,
} from '@parley/lab';
import { styles } from '@parley/styles';
import { repoRoot } from '@parley/topology';
import { command, show, type Context } from './context';
import { exitCodes, usage } from './failures';
import { facts, table } from './output';

const base = () => join(repoRoot(), '.parley', 'lab');

const several = (value: string, before: string[] = []): string[] => [...before, value];

const chosenStyles = (ids: string[] = Object.keys(styles)): string[] => {
  for (const id of ids) if (!styles[id]) throw usage(`There is no style ${id}: ${Object.keys(styles).join(', ')}.`);
  return ids;
};

const chosenExperiments = (names: string[] | undefined, isFull: boolean) => {
  if (!names) return isFull ? experiments : quick;
  return names.map((name) => {
    const found = experimentOf(name);
    if (!found) throw usage(`There is no experiment ${name}: ${experiments.map((one) => one.name).join(', ')}.`);
    return found;
  });
};

const cellsOfRun = (record: RunRecord, outcomes: Outcome[]): Cell[] =>
  record.styles.flatMap((id) => (styles[id] ? cellsOf(styles[id].style, record, outcomes) : []));

const columns = [
  { head: 'style', value: (cell: Cell, index: number, all?: Cell[]) => (all?.[index - 1]?.style === cell.style ? '' : cell.style) },
  { head: 'claim', value: ({ claim }: Cell) => claim },
  { head: 'claimed', value: ({ claimed }: Cell) => claimed },
  { head: 'is', value: ({ is }: Cell) => is },
  { head: 'because', value: ({ because }: Cell) => because.slice(0, 100) },
]; // prettier-ignore

const minutes = (ms: number): string =>
  `${Math.floor(ms / 60_000)}:${String(Math.floor((ms / 1000) % 60)).padStart(2, '0')}`;

function result(context: Context, json: boolean | undefined, record: RunRecord): Cell[] {
  const cells = askedOf(cellsOfRun(record, outcomesOf(base(), record)), record);
  const count = (is: Cell['is']) => cells.filter((cell) => cell.is === is).length;
  const open = cells.filter(({ is }) => is !== 'shown');
  show(context, json, { run: record, cells }, () =>
    [
      table(open.length > 0 ? open : cells, columns, context.output),
      '',
      `${record.run}: ${count('shown')} shown, ${count('refuted')} refuted, ${count('undecided')} undecided.`,
      `Again from what was kept: parley lab verify ${record.run}`,
    ].join('\n'),
  );
  return cells;
}

const runCommand = (context: Context): Command =>
  command('run', 'make the experiments on the styles, each side a process, and judge what was seen')
    .option('--style <id>', 'only this one; again for more', several)
    .option('--experiment <name>', 'only this one; again for more', several)
    .option('--quick', 'what decides persistence and the point of release (the default)')
    .option('--full', 'every experiment')
    .action(async ({ json, style, experiment, full = false }) => {
      const ids = chosenStyles(style);
      const chosen = chosenExperiments(experiment, full);
      const total = ids.reduce((sum, id) => sum + applicable(styles[id]!, chosen).length, 0);
      const record: RunRecord = {
        run: new Date().toISOString().slice(0, 19).replaceAll(':', '-'),
        command: ['parley lab', ...process.argv.slice(process.argv.indexOf('lab') + 1)].join(' '),
        mode: experiment ? 'chosen' : full ? 'full' : 'quick',
        startedAt: new Date().toISOString(),
        machine: thisMachine(),
        styles: ids,
        experiments: chosen.map(({ name }) => name),
      };
      saveRun(base(), record);
      const from = performance.now();
      let made = 0;
      const done = ({ style: id, experiment: name, verdict }: Outcome) => {
        made += 1;
        const left = ((performance.now() - from) / made) * (total - made);
        context.output.err(`${made}/${total}  ${minutes(left)} left  ${id}: ${name}: ${verdict.answer}`);
      };
      for (const id of ids) {
        if (context.signal.aborted) break;
        await measure({ base: base(), run: record.run, folder: styles[id]!, chosen, done });
      }
      saveRun(base(), { ...record, endedAt: new Date().toISOString() });
      const cells = result(context, json, record);
      const isWhole = cells.length > 0 && cells.every(({ is }) => is === 'shown');
      context.verdict(isWhole ? exitCodes.ok : exitCodes.failed);
    });

const listCommand = (context: Context): Command =>
  command('list', 'the runs that are kept, newest first').action(({ json }) => {
    const runs = listRuns(base());
    show(context, json, runs, () =>
      runs.length === 0
        ? 'There is no run yet. Make one: parley lab run --style queue'
        : table(
            runs,
            [
              { head: 'run', value: ({ run }) => run },
              { head: 'mode', value: ({ mode }) => mode },
              { head: 'styles', right: true, value: ({ styles: all }) => all.length },
              { head: 'experiments', right: true, value: ({ experiments: all }) => all.length },
              { head: 'command', value: (one) => one.command },
            ],
            context.output,
          ),
    );
  });

const showCommand = (context: Context): Command =>
  command('show', 'what a run says of each claim')
    .argument('[RUN]', 'its name, or last', 'last')
    .option('--style <id>', 'of this style only')
    .action((name: string, { json, style }) => {
      const record = findRun(base(), name);
      const cells = cellsOfRun(record, outcomesOf(base(), record)).filter((cell) => !style || cell.style === style);
      show(context, json, { run: record, cells }, () =>
        [
          facts(
            [
              ['run', record.run],
              ['command', record.command],
              ['machine', `${record.machine.processors}, Node ${record.machine.node}`],
            ],
            context.output,
          ),
          '',
          table(cells, columns, context.output),
        ].join('\n'),
      );
    });

const verifyCommand = (context: Context): Command =>
  command('verify', 'judge what a run has kept again: exit code 1 where a verdict is another one')
    .argument('[RUN]', 'its name, or last', 'last')
    .action((name: string, { json }) => {
      const all = verify(base(), findRun(base(), name));
      const other = all.filter(({ same }) => !same);
      show(context, json, all, () =>
        [
          ...other.map(
            ({ outcome, now }) =>
              `${outcome.style}: ${outcome.experiment}: was ${outcome.verdict.answer}, is ${now.answer}: ${now.because}`,
          ),
          `${all.length - other.length} of ${all.length} verdicts come out the same from the histories.`,
        ].join('\n'),
      );
      context.verdict(other.length === 0 && all.length > 0 ? exitCodes.ok : exitCodes.failed);
    });

const diffCommand = (context: Context): Command =>
  command('diff', 'what two runs say differently')
    .argument('<BEFORE>', 'a run')
    .argument('<AFTER>', 'another')
    .action((before: string, after: string, { json }) => {
      const [old, now] = [before, after].map((name) => {
        const record = findRun(base(), name);
        return cellsOfRun(record, outcomesOf(base(), record));
      }) as [Cell[], Cell[]];
      const was = new Map(old.map((cell) => [`${cell.style} ${cell.claim}`, cell]));
      const changed = now.flatMap((cell) => {
        const earlier = was.get(`${cell.style} ${cell.claim}`);
        return earlier && earlier.is !== cell.is ? [{ ...cell, was: earlier.is }] : [];
      });
      show(context, json, changed, () =>
        changed.length === 0
          ? 'They say the same of every claim that both have.'
          : table(
              changed,
              [
                { head: 'style', value: ({ style }) => style },
                { head: 'claim', value: ({ claim }) => claim },
                { head: 'was', value: (one) => one.was },
                { head: 'is', value: ({ is }) => is },
                { head: 'because', value: ({ because }) => because.slice(0, 100) },
              ],
              context.output,
            ),
      );
    });

const formats: Record<string, (cells: Cell[], record: RunRecord) => string> = {
  json: (cells, record) => JSON.stringify({ run: record, cells }, null, 2),
  csv: matrixCsv,
  markdown: matrixMarkdown,
};

const exportCommand = (context: Context): Command =>
  command('export', 'the matrix style × claim, as JSON, CSV or Markdown')
    .argument('[RUN]', 'its name, or last', 'last')
    .option('--format <format>', Object.keys(formats).join(', '), 'markdown')
    .action((name: string, { format }: { format: string }) => {
      const make = formats[format];
      if (!make) throw usage(`There is no format ${format}: ${Object.keys(formats).join(', ')}.`);
      const record = findRun(base(), name);
      context.output.out(make(askedOf(cellsOfRun(record, outcomesOf(base(), record)), record), record));
    });

/** `parley lab`: the experiments, and what they say of the claims. */
export const labCommand = (context: Context): Command =>
  [runCommand, listCommand, showCommand, verifyCommand, diffCommand, exportCommand].reduce(
    (lab, make) => lab.addCommand(make(context)),
    new Command('lab').description('experiments on the styles, and what they show of each claim'),
  );
