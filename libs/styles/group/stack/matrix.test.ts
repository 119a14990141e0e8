import { explore } from '@parley/faults';
import {
  groupHistories,
  judgeRecords,
  pairLabels,
  sayVerdict,
  type EvidenceRecord,
  type VerdictName,
} from '@parley/evidence';
import { composeStack } from './compose';
import { caseOf } from './plans';
import { groupMachine, type GroupCase } from './simulated';

/** Two messages of one sender, one of another, and an answer: what an order has to put in order. */
const talk: GroupCase = {
  members: ['p1', 'p2', 'p3'],
  settings: { acknowledge: 0 },
  replies: [{ process: 'p2', to: 'p3/1', body: 'reply' }],
};
const full = { p1: 1, p3: 2 };

const through = (
  layers: string,
  group: GroupCase,
  messages: Record<string, number>,
  check: (records: EvidenceRecord[]) => string | undefined,
  more = {},
) => {
  const stack = composeStack(['simulated-links', ...layers.split(',').filter(Boolean)]);
  return explore(groupMachine(stack, group), caseOf(group, messages, more), check, { breadth: true, limit: 400_000 });
};

const violates =
  (name: VerdictName) =>
  (records: EvidenceRecord[]): string | undefined => {
    const verdict = judgeRecords(records, { claims: ['validity'] })[name];
    return verdict.is === 'violated' ? sayVerdict(name, verdict) : undefined;
  };

/** Whether a history that can fail was among those judged: a verdict without chances says nothing. */
const watching = (name: VerdictName) => {
  const seen = { holds: 0 };
  const check = (records: EvidenceRecord[]): string | undefined => {
    const verdict = judgeRecords(records, { claims: ['validity'] })[name];
    if (verdict.is === 'holds') seen.holds += 1;
    return verdict.is === 'violated' ? sayVerdict(name, verdict) : undefined;
  };
  return { seen, check };
};

const orders = ['fifo', 'causal', 'total', 'total-global'] as const;

/** What each order gives, over links that lose nothing and reorder everything. */
const matrix: {
  layers: string;
  gives: readonly (typeof orders)[number][];
  /** Smaller cases, one for some of the orders, where the ACKs of the full one make too many schedules. */
  of?: { orders: readonly (typeof orders)[number][]; messages: Record<string, number>; replies: boolean }[];
}[] = [
  { layers: '', gives: [] },
  { layers: 'fifo', gives: ['fifo'] },
  { layers: 'causal', gives: ['fifo', 'causal'] },
  {
    layers: 'causal-clocks',
    gives: orders,
    of: [
      { orders: ['fifo'], messages: { p3: 2 }, replies: false },
      { orders: ['causal'], messages: { p3: 1 }, replies: true },
      { orders: ['total', 'total-global'], messages: { p1: 1, p3: 1 }, replies: false },
    ],
  },
  { layers: 'sequencer', gives: ['total', 'total-global'] },
  { layers: 'sequencer-stream', gives: ['total', 'total-global'] },
  { layers: 'causal-sequencer', gives: orders },
  // The sequencer takes from FIFO links: causal is then not exhibited either, for a fixed sequencer numbers what a
  // sender had delivered before what it sends next.
  { layers: 'fifo,sequencer', gives: orders },
];

describe('orders, through all schedules of three members', () => {
  for (const { layers, gives, of = [{ orders, messages: full, replies: true }] } of matrix)
    for (const { orders: names, messages, replies } of of)
      for (const name of names) {
        const group = replies ? talk : { ...talk, replies: [] };
        if (gives.includes(name))
          test(`${layers}: ${name} holds in every schedule`, () => {
            const { seen, check } = watching(name);
            expect(through(layers, group, messages, check)).toMatchObject({ isComplete: true });
            expect(seen.holds).toBeGreaterThan(0);
          });
        else
          test(`${layers || 'no order'}: ${name} fails in some schedule`, () => {
            const { witness } = through(layers, group, messages, violates(name));
            expect(witness?.says).toMatch(new RegExp(`^${name}: violated`));
          });
      }

  test('a fixed sequencer over reordering links puts an answer before what its question follows', () => {
    const answer: GroupCase = { ...talk, replies: [{ process: 'p2', to: 'p3/2', body: 'reply' }] };
    const crossSender = (records: EvidenceRecord[]): string | undefined => {
      const [history] = groupHistories(records);
      const pair = pairLabels(history!).find(
        ({ first, second, causal }) => causal === 'violated' && first.split('/')[1] !== second.split('/')[1],
      );
      return pair && `${pair.first} ${pair.second}`;
    };
    expect(through('sequencer', answer, { p3: 2 }, crossSender).witness?.says).toBe('g/p2/1/1 g/p3/1/1');
    expect(through('fifo,sequencer', answer, { p3: 2 }, crossSender)).toMatchObject({ isComplete: true });
  });
});

const agreements: { layers: string; gives: readonly VerdictName[]; fails: readonly VerdictName[] }[] = [
  { layers: 'fifo', gives: ['integrity', 'validity'], fails: ['agreement', 'uniform-agreement'] },
  { layers: 'naive,fifo', gives: ['integrity', 'validity'], fails: ['agreement', 'uniform-agreement'] },
  { layers: 'relay,fifo', gives: ['integrity', 'validity', 'agreement'], fails: ['uniform-agreement'] },
  { layers: 'uniform,fifo', gives: ['integrity', 'validity', 'agreement', 'uniform-agreement'], fails: [] },
];

describe('reliability, with a crash at every step and after every number of sends', () => {
  const quiet = { ...talk, replies: [] };
  for (const { layers, gives, fails } of agreements) {
    test(`${layers}: ${gives.join(', ')} in every schedule of two messages`, () => {
      const check = (records: EvidenceRecord[]): string | undefined => {
        const verdicts = judgeRecords(records, { claims: ['validity'] });
        const name = gives.find((one) => verdicts[one].is === 'violated');
        return name && sayVerdict(name, verdicts[name]);
      };
      const explored = through(layers, quiet, { p1: 1, p2: 1 }, check, { crashes: 1 });
      expect(explored).toMatchObject({ isComplete: true });
      expect(explored.ends).toBeGreaterThan(10);
    });
    for (const name of fails)
      test(`${layers}: ${name} fails in some schedule of one message`, () => {
        const { witness } = through(layers, quiet, { p1: 1 }, violates(name), { crashes: 1 });
        expect(witness?.says).toContain(`${name}: violated`);
      });
  }

  for (const layers of ['causal', 'sequencer', 'sequencer-stream', 'causal-sequencer', 'fifo,sequencer'])
    test(`relay,${layers}: agreement and one order whoever dies`, () => {
      const stack = composeStack(['simulated-links', 'relay', ...layers.split(',')]);
      const names = [...stack.gives].filter((name) => name !== 'validity');
      const check = (records: EvidenceRecord[]): string | undefined => {
        const verdicts = judgeRecords(records, { claims: [...stack.gives] });
        const name = names.find((one) => verdicts[one].is === 'violated');
        return name && sayVerdict(name, verdicts[name]);
      };
      expect(through(`relay,${layers}`, quiet, { p1: 1, p2: 1 }, check, { crashes: 1 })).toMatchObject({
        isComplete: true,
      });
    });
});

describe('loss recovery, with any one packet lost', () => {
  const pair: GroupCase = { members: ['p1', 'p2'], settings: { acknowledge: 0 } };
  const lossy = (layers: string[], name: VerdictName) => {
    const stack = composeStack(['simulated', ...layers]);
    const plan = caseOf(pair, { p1: 2 }, { losses: 1 });
    return explore(groupMachine(stack, pair), plan, violates(name), { breadth: true, limit: 200_000 });
  };
  test.each(['nack', 'ack'])('%s: validity and integrity hold', (layer) => {
    expect(lossy([layer], 'validity')).toMatchObject({ isComplete: true });
    expect(lossy([layer], 'integrity')).toMatchObject({ isComplete: true });
  });
  test('the bare transport: validity fails', () => {
    expect(lossy([], 'validity').witness?.says).toContain('validity: violated');
  });
});
