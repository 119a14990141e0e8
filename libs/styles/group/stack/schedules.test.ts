import { composeStack } from './compose';
import { tried, type Trouble } from './group.testing';

/** How many schedules a stack: every day a few of each, 10,000 in all; in the full run 10,000 of each. */
const times = process.env.PARLEY_FULL === '1' ? 10_000 : undefined;

const still: { layers: string; schedules: number }[] = [
  { layers: 'nack', schedules: 500 },
  { layers: 'fifo', schedules: 500 },
  { layers: 'nack,fifo', schedules: 700 },
  { layers: 'ack,fifo', schedules: 700 },
  { layers: 'nack,causal', schedules: 500 },
  { layers: 'nack,relay,fifo', schedules: 500 },
  { layers: 'nack,relay,causal', schedules: 1000 },
  { layers: 'nack,relay,causal-clocks', schedules: 700 },
  { layers: 'nack,relay,sequencer', schedules: 1000 },
  { layers: 'ack,relay,sequencer-stream', schedules: 700 },
  { layers: 'nack,relay,causal-sequencer', schedules: 700 },
  { layers: 'nack,relay,fifo,sequencer', schedules: 400 },
  { layers: 'nack,uniform,fifo', schedules: 400 },
  { layers: 'nack,uniform,sequencer', schedules: 500 },
  { layers: 'ack,naive,fifo', schedules: 200 },
];

const changing: { layers: string; schedules: number }[] = [
  { layers: 'nack,views,fifo', schedules: 200 },
  { layers: 'ack,views,relay,causal', schedules: 120 },
  { layers: 'nack,views,causal-clocks', schedules: 120 },
  { layers: 'nack,views,sequencer', schedules: 200 },
  { layers: 'nack,views,sequencer-stream', schedules: 120 },
  { layers: 'nack,views,causal-sequencer', schedules: 120 },
  { layers: 'nack,views,uniform,sequencer', schedules: 120 },
];

const troubles: readonly Trouble[] = [
  { crashes: 2 },
  { crashes: 1, leave: true, join: true },
  { freeze: true, join: true },
  { partition: true, join: true },
  {},
];

/** Runs the schedules of a stack: which convict it, how many came to rest, and how often the claims had a chance. */
const runAll = (layers: string, schedules: number, of: (seed: number) => { size: number; trouble: Trouble }) => {
  const stack = composeStack(['simulated', ...layers.split(',')]);
  const convicted: string[] = [];
  let quiescent = 0;
  const held = new Map<string, number>();
  for (let seed = 1; seed <= (times ?? schedules); seed += 1) {
    const { size, trouble } = of(seed);
    const { run, verdicts, claims, objections } = tried(stack, seed, size, trouble);
    convicted.push(...objections.map((says) => `seed ${seed}: ${says}`));
    if (run.isQuiescent) quiescent += 1;
    for (const name of claims) if (verdicts[name].is === 'holds') held.set(name, (held.get(name) ?? 0) + 1);
  }
  return { convicted, quiescent, held, gives: [...stack.gives] };
};

const check = ({ convicted, quiescent, held, gives }: ReturnType<typeof runAll>, schedules: number): void => {
  expect(convicted).toEqual([]);
  expect(quiescent).toBe(times ?? schedules);
  // What was never put to the test is not shown to hold.
  for (const name of gives) expect([name, held.get(name) ?? 0]).not.toEqual([name, 0]);
};

test('there are 10,000 of them', () => {
  const all = [...still, ...changing].reduce((sum, { schedules }) => sum + schedules, 0);
  expect(all).toBe(10_000);
});

describe('fixed members; loss, doubles, other delays each way, a crash at some step in two of three', () => {
  test.each(still)(
    '$layers: $schedules schedules',
    ({ layers, schedules }) => {
      const of = (seed: number) => ({ size: 3 + (seed % 2), trouble: { crashes: seed % 3 === 0 ? 0 : 1 } });
      check(runAll(layers, schedules, of), schedules);
    },
    3_600_000,
  );
});

describe('views; two crashes, or members that come and go, freeze, or are cut off', () => {
  test.each(changing)(
    '$layers: $schedules schedules',
    ({ layers, schedules }) => {
      const of = (seed: number) => ({ size: 5, trouble: troubles[seed % troubles.length]! });
      check(runAll(layers, schedules, of), schedules);
    },
    3_600_000,
  );
});
