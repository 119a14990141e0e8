import { claimsOf, type Style } from '@parley/taxonomy';
import { experimentOf } from './experiments';
import { evidenceOf, type Outcome, type RunRecord } from './run';

export type Shown = 'shown' | 'refuted' | 'undecided' | 'not applicable';

/** One claim of one style, and what the run says of it. */
export interface Cell {
  style: string;
  claim: string;
  claimed: string;
  is: Shown;
  because: string;
  experiment: string;
  /** Where its histories are. */
  evidence?: string;
}

const words = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'object' || value === null) return String(value);
  const { kinds, scope } = value as { kinds: string[]; scope: string };
  return kinds.length === 0 ? 'none' : `${kinds.join(', ')} per ${scope}`;
};

const answers = { holds: 'shown', violated: 'refuted', undecided: 'undecided' } as const;

/**
 * What a run says of each claim of a style: the verdict of the experiment that the claim names. *Undecided* where the run made
 * it without result, or did not make it and the record says nothing else.
 */
export function cellsOf(style: Style, { run }: RunRecord, outcomes: readonly Outcome[]): Cell[] {
  const mine = new Map(outcomes.filter((one) => one.style === style.id).map((one) => [one.experiment, one]));
  return Object.entries(claimsOf(style)).map(([claim, { is, experiment }]) => {
    const about = { style: style.id, claim, claimed: words(is), experiment: experiment.name };
    const outcome = mine.get(experiment.name);
    if (outcome)
      return {
        ...about,
        is: answers[outcome.verdict.answer],
        because: outcome.verdict.because,
        evidence: evidenceOf(run, outcome),
      };
    return experimentOf(experiment.name)
      ? { ...about, is: 'undecided', because: 'this run did not make the experiment' }
      : { ...about, is: 'not applicable', because: 'no experiment of the lab decides it' };
  });
}

/** The cells of those claims that the run's experiments decide: a quick run is not blamed for what it was not asked. */
export const askedOf = (cells: readonly Cell[], { experiments }: RunRecord): Cell[] =>
  cells.filter(({ experiment }) => experiments.includes(experiment));

const sign: Record<Shown, string> = { shown: '✓', refuted: '✗', undecided: '?', 'not applicable': '–' };

/** The matrix style × claim as Markdown; each cell says what was claimed, and whether the run shows it. */
export function matrixMarkdown(cells: readonly Cell[], { run, command, startedAt, machine }: RunRecord): string {
  const claims = [...new Set(cells.map(({ claim }) => claim))];
  const styles = [...new Set(cells.map(({ style }) => style))];
  const cellAt = (style: string, claim: string) => cells.find((one) => one.style === style && one.claim === claim);
  const row = (columns: string[]) => `| ${columns.join(' | ')} |`;
  return [
    '# What was claimed, and what the runs show',
    '',
    `Run \`${run}\` (\`${command}\`), ${startedAt}, ${machine.processors}, Node ${machine.node}. ✓ shown, ✗ refuted, ? undecided, – not applicable.`,
    '',
    row(['style', ...claims]),
    row(['---', ...claims.map(() => '---')]),
    ...styles.map((style) =>
      row([
        style,
        ...claims.map((claim) => {
          const cell = cellAt(style, claim);
          return cell ? `${sign[cell.is]} ${cell.claimed}` : '';
        }),
      ]),
    ),
    '',
  ].join('\n');
}

/** The cells as comma-separated values. */
export const matrixCsv = (cells: readonly Cell[]): string => {
  const quote = (text = '') => `"${text.replaceAll('"', '""')}"`;
  const heads = ['style', 'claim', 'claimed', 'is', 'because', 'experiment', 'evidence'] as const;
  return [heads.join(','), ...cells.map((cell) => heads.map((head) => quote(cell[head])).join(','))].join('\n');
};
