import fc from 'fast-check';
import { judgeRecords, verdictNames, type Guarantee, type JudgeOptions, type VerdictName } from '../index';
import { atomicHistory, staticHistory } from './correct.testing';
import { told } from './told.testing';

const all: Guarantee[] = [
  'integrity',
  'validity',
  'agreement',
  'uniform-agreement',
  'fifo',
  'causal',
  'total',
  'view-synchrony',
];

/** Judges many histories, and says how often each verdict was given. */
const given = (histories: fc.Arbitrary<string[]>, innocent: readonly VerdictName[], options: JudgeOptions) => {
  const times = new Map<string, number>();
  fc.assert(
    fc.property(histories, (lines) => {
      const verdicts = judgeRecords(told(...lines), options);
      for (const name of verdictNames) {
        const verdict = verdicts[name];
        times.set(`${name} ${verdict.is}`, (times.get(`${name} ${verdict.is}`) ?? 0) + 1);
        if (innocent.includes(name) && verdict.is === 'violated') throw new Error(`${name}: ${verdict.witness.says}`);
      }
    }),
    { seed: 62, numRuns: 600 },
  );
  return (name: VerdictName, is: string): number => times.get(`${name} ${is}`) ?? 0;
};

const atLeast = (
  times: (name: VerdictName, is: string) => number,
  wanted: Partial<Record<VerdictName, number>>,
  is: string,
) => Object.entries(wanted).filter(([name, least]) => times(name as VerdictName, is) < least);

describe('correct histories are not convicted', () => {
  it('one order for all, under crashes, leaves, wrong suspicions, joins and senders outside', () => {
    const times = given(atomicHistory(), verdictNames, { claims: all });
    const tried = {
      integrity: 590,
      agreement: 500,
      causal: 400,
      total: 400,
      prefix: 50,
      'view-synchrony': 100,
      views: 300,
    };
    expect(atLeast(times, tried, 'holds')).toEqual([]);
  });

  it('nor while they still go on', () => {
    const times = given(atomicHistory(false), verdictNames, { claims: all });
    expect(times('agreement', 'undecided')).toBeGreaterThan(400);
  });

  it('causal order: causal and FIFO hold, total is found broken', () => {
    const innocent = verdictNames.filter((name) => !name.includes('total'));
    const times = given(staticHistory('causal'), innocent, { claims: ['validity', 'agreement', 'fifo', 'causal'] });
    expect(atLeast(times, { causal: 400, fifo: 500 }, 'holds')).toEqual([]);
    expect(times('total', 'violated')).toBeGreaterThan(300);
  });

  it('FIFO: FIFO holds, causal is found broken in its local half', () => {
    const innocent = verdictNames.filter((name) => !/total|causal/.test(name));
    const times = given(staticHistory('fifo'), innocent, { claims: ['validity', 'agreement', 'fifo'] });
    expect(times('fifo', 'holds')).toBeGreaterThan(500);
    expect(times('causal', 'violated')).toBeGreaterThan(300);
  });

  it('unreliable and FIFO is a sensible stack: gaps are counted, not convicted', () => {
    const innocent: VerdictName[] = ['integrity', 'fifo', 'uniform-fifo'];
    const times = given(staticHistory('fifo', true), innocent, { claims: ['integrity', 'fifo'] });
    expect(times('validity', 'violated')).toBeGreaterThan(400);
    const reliable = given(staticHistory('fifo', true), ['integrity'], { claims: ['validity', 'fifo'] });
    expect(reliable('fifo', 'violated')).toBeGreaterThan(400);
  });

  it('no order: what is reliable holds, FIFO is found broken', () => {
    const times = given(staticHistory('none'), ['integrity', 'validity', 'agreement', 'uniform-agreement'], {});
    expect(times('agreement', 'holds')).toBeGreaterThan(500);
    expect(times('fifo', 'violated')).toBeGreaterThan(300);
  });
});
