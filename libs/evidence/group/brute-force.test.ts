import fc from 'fast-check';
import { judgeRecords, verdictNames, type Guarantee, type VerdictName } from '../index';
import { bruteForce } from './brute-force.testing';
import { anyHistory } from './random.testing';
import { told } from './told.testing';

const claims = fc.constantFrom<readonly Guarantee[] | undefined>(
  undefined,
  ['agreement', 'view-synchrony'],
  ['validity', 'fifo'],
  ['fifo'],
);
const orders: VerdictName[] = ['fifo', 'uniform-fifo', 'causal', 'uniform-causal'];

it('agrees with the definitions, taken one by one, on any small history', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(anyHistory, claims, (lines, claimed) => {
      const records = told(...lines);
      const naive = bruteForce(records, claimed);
      const verdicts = judgeRecords(records, { claims: claimed });
      // Where something was delivered before it was sent, happened-before is no order.
      for (const name of naive.cyclic ? (['integrity'] as const) : verdictNames) {
        const verdict = verdicts[name];
        const open = verdict.is === 'undecided' && verdict.reason === 'no quiescence';
        const answer = verdict.is === 'violated' ? 'violated' : open ? 'open' : 'fine';
        expect([name, answer]).toEqual([name, naive.answers[name]]);
        const count = `${name} ${answer}`;
        seen.set(count, (seen.get(count) ?? 0) + 1);
        if (verdict.is === 'violated' && orders.includes(name))
          expect([name, verdict.times]).toEqual([name, naive.times[name]]);
      }
    }),
    { seed: 61, numRuns: 1000 },
  );
  // Each answer was given often enough for the agreement to mean something.
  const rare = verdictNames.flatMap((name) =>
    ['violated', 'fine']
      .filter((answer) => (seen.get(`${name} ${answer}`) ?? 0) < 8)
      .map((answer) => `${name} ${answer}`),
  );
  expect(rare).toEqual([]);
});
