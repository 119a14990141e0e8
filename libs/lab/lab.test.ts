import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Part } from '@parley/conformance';
import type { EvidenceEvent, EvidenceRecord } from '@parley/evidence';
import { claim, type Style } from '@parley/taxonomy';
import {
  askedOf,
  cellsOf,
  experiments,
  findRun,
  listRuns,
  matrixCsv,
  matrixMarkdown,
  outcomesOf,
  quick,
  saveRun,
  slopeOf,
  thisMachine,
  verify,
  type RunRecord,
} from './index';
import { saveOutcome } from './run';
import { slope } from './slope';

const yes = (trial: string) => claim(true, 'so', trial);
const style = (more: Partial<Style> = {}): Style => ({
  id: 'x',
  title: 'X',
  family: 'sockets',
  middleware: 'x',
  carrier: 'tcp',
  rows: [],
  persistence: claim('none', 'so', 'receiver after sender'),
  release: claim('sent', 'so', 'point of release'),
  cardinality: claim('unicast', 'so', 'two receivers'),
  order: claim({ kinds: ['fifo'], scope: 'sender' }, 'so', 'order under faults'),
  delivery: claim('at most once', 'so', 'delivery under faults'),
  full: claim('block', 'so', 'burst'),
  absent: claim('error', 'so', 'receiver absent'),
  tellsOfLoss: yes('delivery under faults'),
  uncoupling: { space: yes('what each side knows'), time: yes('nobody’s trial'), synchronisation: yes('receiver frozen') },
  replays: claim(false, 'so', 'read again'),
  carries: { notify: true, reserve: false },
  headers: true,
  roles: [],
  setup: [],
  ...more,
}); // prettier-ignore

const record = (event: EvidenceEvent, id: string, ms: number): EvidenceRecord => ({
  run: 'r',
  process: event === 'delivered' ? 'receiver' : 'sender',
  inc: '1',
  seq: ms,
  mono: String(Math.round(ms * 1e6)),
  event,
  msg: { id },
  style: 'x',
  hop: '',
  channel: 'x',
});

/** A run in which each ms of the receiver costs the sender `share` ms. */
const slowedBy = (share: number): Part[] =>
  [0, 100, 250, 500].map((delayMs) => ({
    fault: `${delayMs} ms`,
    ids: [`m${delayMs}`],
    outcomes: [],
    facts: { delayMs },
    history: [record('submitted', `m${delayMs}`, 0), record('returned', `m${delayMs}`, 2 + share * delayMs)],
  }));

describe('the slope of the sender’s time against the receiver’s', () => {
  it('is what the points were made with', () => {
    fc.assert(
      fc.property(fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: 0, max: 50, noNaN: true }), (a, b) => {
        const points = [0, 100, 250, 500].map((delayMs) => ({ delayMs, tookMs: b + a * delayMs }));
        expect(slopeOf(points)).toBeCloseTo(a, 6);
      }),
      { seed: 7 },
    );
  });

  it.each([
    ['sent', 0, 'holds'],
    ['sent', 1, 'violated'],
    ['processed', 1, 'holds'],
    ['processed', 0, 'violated'],
    ['sent', 0.5, 'undecided'],
  ] as const)('released when %s, and %d ms a ms: %s', (release, share, answer) => {
    const claimed = style({ release: claim(release, 'so', 'point of release') });
    expect(slope.verdict(claimed, slowedBy(share)).answer).toBe(answer);
  });

  it('is undecided where a call never came back', () => {
    const parts = slowedBy(0).map((part) => ({ ...part, history: part.history.slice(0, 1) }));
    expect(slope.verdict(style(), parts).answer).toBe('undecided');
  });
});

describe('a run that was kept', () => {
  let base = '';
  beforeEach(() => void (base = mkdtempSync(join(tmpdir(), 'parley-lab-'))));
  afterEach(() => rmSync(base, { recursive: true }));

  const run: RunRecord = {
    run: 'one',
    command: 'parley lab run',
    mode: 'chosen',
    startedAt: '2026-11-23T20:00:00.000Z',
    machine: thisMachine(),
    styles: ['x'],
    experiments: ['slope', 'point of release'],
  };
  const keep = (answer: 'holds' | 'violated', parts: Part[]) => {
    saveRun(base, run);
    const verdict = { answer, because: 'seen', numbers: {} };
    saveOutcome(base, 'one', { style: 'x', experiment: 'slope', verdict, tookMs: 1 }, { style: style(), parts });
  };

  it('is found again, by its name and as the last', () => {
    keep('holds', slowedBy(0));
    expect(listRuns(base)).toEqual([run]);
    expect(findRun(base, 'last')).toEqual(findRun(base, 'one'));
    expect(() => findRun(base, 'two')).toThrow(expect.objectContaining({ reason: 'no-run' }));
  });

  it('comes out the same from its histories; a verdict that they do not bear out does not', () => {
    keep('holds', slowedBy(0));
    expect(verify(base, run).map(({ same }) => same)).toEqual([true]);
    keep('holds', slowedBy(1));
    expect(verify(base, run).map(({ same, now }) => [same, now.answer])).toEqual([[false, 'violated']]);
    keep('holds', []);
    expect(verify(base, run).map(({ same, now }) => [same, now.answer])).toEqual([[false, 'undecided']]);
  });

  it('says of each claim shown, refuted, undecided or not applicable', () => {
    keep('violated', slowedBy(1));
    const claimed = style({ release: claim('sent', 'so', 'slope') });
    const cells = cellsOf(claimed, run, outcomesOf(base, run));
    const is = (axis: string) => cells.find((cell) => cell.claim === axis)?.is;
    expect([is('release'), is('persistence'), is('uncoupled in time')]).toEqual([
      'refuted',
      'undecided',
      'not applicable',
    ]);
    expect(askedOf(cells, run).map((cell) => cell.claim)).toEqual(['release']);
    expect(matrixMarkdown(askedOf(cells, run), run)).toContain('| x | ✗ sent |');
    expect(matrixCsv(cells).split('\n')).toHaveLength(cells.length + 1);
  });
});

it('the quick run decides persistence and the point of release', () => {
  for (const axis of ['persistence', 'release']) expect(quick.some(({ decides }) => decides.includes(axis))).toBe(true);
  expect(experiments.length).toBe(new Set(experiments.map(({ name }) => name)).size);
});
