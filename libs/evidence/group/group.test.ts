import {
  groupHistories,
  judgeRecords,
  pairLabels,
  sayLabel,
  sayVerdicts,
  verdictNames,
  type JudgeOptions,
  type VerdictName,
  type Verdicts,
} from '../index';
import { deliveries, told } from './told.testing';

const reliable: JudgeOptions = { claims: ['agreement', 'view-synchrony'] };
const judged = (lines: string[], options: JudgeOptions = {}) => judgeRecords(told(...lines), options);
const group = 'members 1 p1,p2,p3';
const inAll = (ids: string) => deliveries({ p1: ids, p2: ids, p3: ids });

/** The verdicts that are violated. */
const violated = (verdicts: Verdicts): VerdictName[] => verdictNames.filter((name) => verdicts[name].is === 'violated');

const witnessOf = (verdicts: Verdicts, name: VerdictName) => {
  const verdict = verdicts[name];
  if (verdict.is !== 'violated') throw new Error(`${name} ${verdict.is}`);
  return verdict.witness;
};

/** The deck's four messages: p2 sends m4 after it has delivered m3. */
const four = (third: string) => [
  group,
  ...['p1 sends m1', 'p1 sends m2', 'p1 sends m3'],
  ...['p2 delivers m1', 'p2 delivers m3', 'p2 sends m4', 'p2 delivers m4', 'p2 delivers m2'],
  ...deliveries({ p1: 'm1 m3 m2 m4', p3: third }),
  'settled',
];

describe('the four messages of the deck', () => {
  const table = {
    'm1 m2': 'FIFO, total, causal',
    'm1 m3': 'FIFO, total, causal',
    'm1 m4': 'total, causal',
    'm2 m3': 'total, not FIFO, not causal',
    'm2 m4': 'no order',
    'm3 m4': 'total, causal',
  };

  it.each(['m1 m3 m2 m4', 'm1 m3 m4 m2'])('p3 delivers %s', (third) => {
    const [history] = groupHistories(told(...four(third)));
    const labels = pairLabels(history!);
    expect(Object.fromEntries(labels.map((one) => [`${one.first} ${one.second}`, sayLabel(one)]))).toEqual(table);
    const m2m4 = labels.find(({ first, second }) => first === 'm2' && second === 'm4');
    expect(m2m4).toMatchObject({ fifo: 'not constrained', total: 'violated', causal: 'violated' });
    const verdicts = judgeRecords(told(...four(third)));
    expect(violated(verdicts)).toEqual([
      ...['fifo', 'uniform-fifo', 'causal', 'uniform-causal', 'total', 'uniform-total'],
      ...['total-global', 'uniform-total-global'],
    ]);
    // The shortest proofs: m2 and m3 are one sender's; m4 needs the chain through m3.
    expect(witnessOf(verdicts, 'fifo').messages).toEqual(['m2', 'm3']);
    expect(witnessOf(verdicts, 'total').messages.toSorted()).toEqual(['m2', 'm4']);
  });

  it('is labelled for chosen messages only, and refuses strangers', () => {
    const [history] = groupHistories(told(...four('m1 m3 m2 m4')));
    expect(pairLabels(history!, ['m4', 'm1'])).toEqual([
      { first: 'm4', second: 'm1', fifo: 'not constrained', total: 'holds', causal: 'holds' },
    ]);
    expect(() => pairLabels(history!, ['m5'])).toThrow(RangeError);
  });

  it('says nothing of a pair that nobody delivered both of, and nothing of total where one did', () => {
    const lines = [group, 'p1 sends m1', 'p1 sends m2', 'p1 delivers m1', 'p2 delivers m2'];
    const label = (more: string[]) => pairLabels(groupHistories(told(...lines, ...more))[0]!)[0];
    expect(label([])).toMatchObject({ fifo: 'not constrained', total: 'not constrained', causal: 'not constrained' });
    expect(label(['p2 delivers m1'])).toMatchObject({ fifo: 'violated', total: 'not constrained', causal: 'violated' });
  });
});

describe('canonical traps', () => {
  it('the reply overtakes the question: FIFO holds, causal fails in its local half', () => {
    const verdicts = judged([
      ...[group, 'p1 sends q1', 'p1 sends q2', ...deliveries({ p1: 'q1 q2', p2: 'q1' })],
      ...['p2 sends reply', ...deliveries({ p2: 'q2 reply', p1: 'reply', p3: 'reply q1 q2' }), 'settled'],
    ]);
    expect(verdicts.fifo.is).toBe('holds');
    expect(verdicts.causal).toMatchObject({ is: 'violated', half: 'local order', times: 1 });
    expect(witnessOf(verdicts, 'causal')).toMatchObject({
      kind: 'inversion',
      messages: ['q1', 'reply'],
      says: 'p3 delivered reply before q1, though p2 sent reply when it had delivered q1',
      processes: ['p1', 'p2', 'p3'],
    });
    expect(witnessOf(verdicts, 'causal').events.map(({ process, event, id }) => `${process} ${event} ${id}`)).toEqual([
      ...['p1 submitted q1', 'p2 delivered q1', 'p2 submitted reply', 'p3 delivered reply', 'p3 delivered q1'],
    ]);
  });

  it('two concurrent senders with crossed delays: causal holds, total fails', () => {
    const verdicts = judged([
      ...[group, 'p1 sends a', 'p2 sends b', 'p3 delivers b', 'p3 sends c', ...deliveries({ p1: 'a b c' })],
      ...[...deliveries({ p2: 'b a c', p3: 'a c' }), 'settled'],
    ]);
    expect(verdicts.causal.is).toBe('holds');
    expect(violated(verdicts)).toEqual(['total', 'uniform-total', 'total-global', 'uniform-total-global']);
    expect(witnessOf(verdicts, 'total').messages.toSorted()).toEqual(['a', 'b']);
  });

  it('the sender delivers to itself and dies: agreement holds of it, uniform agreement fails', () => {
    const verdicts = judged([
      ...[group, 'p2 sends m0', ...inAll('m0'), 'p1 sends m1', 'p1 delivers m1', 'p1 crashes', 'settled'],
    ]);
    expect(verdicts.agreement.is).toBe('holds');
    expect(verdicts.validity.is).toBe('holds');
    expect(violated(verdicts)).toEqual(['uniform-agreement']);
    expect(witnessOf(verdicts, 'uniform-agreement').says).toBe(
      'p1 delivered m1 and crashed later; p2 is a correct member and never delivered it',
    );
    // The tail breaks uniform agreement, neither order nor the prefix.
    expect(verdicts.prefix.is).toBe('holds');
  });

  it('the sequencer dies between numbering and multicasting: a gap in what it delivered is no prefix', () => {
    const lines = (victim: string) => [
      ...[group, 'p1 sends a', 'p2 sends b', 'p3 sends c', ...deliveries({ p1: victim }), 'p1 crashes'],
      ...[...deliveries({ p2: 'a b c', p3: 'a b c' }), 'settled'],
    ];
    expect(judged(lines('a b')).prefix.is).toBe('holds');
    expect(violated(judged(lines('a c')))).toEqual(['prefix']);
    expect(witnessOf(judged(lines('a c')), 'prefix')).toMatchObject({ kind: 'gap', messages: ['b', 'c'] });
    expect(violated(judged(lines('b a')))).toEqual(['uniform-total', 'uniform-total-global', 'prefix']);
    expect(witnessOf(judged(lines('b a')), 'prefix').kind).toBe('divergence');
  });

  it('a late joiner is not asked for what was before it', () => {
    const verdicts = judged(
      [
        ...['members 1 p1,p2', 'p1 sends m1', ...deliveries({ p1: 'm1', p2: 'm1' })],
        ...['members 2 p1,p2,p3', 'p1 sends m2', ...inAll('m2'), 'settled'],
      ],
      reliable,
    );
    expect(violated(verdicts)).toEqual([]);
    expect(verdicts.fifo).not.toHaveProperty('gaps');
  });

  it('pairwise total is not global: three processes, three messages, each pair in common once', () => {
    const verdicts = judged([
      ...[group, 'p1 sends m1', 'p2 sends m2', 'p3 sends m3'],
      ...[...deliveries({ p1: 'm1 m2', p2: 'm2 m3', p3: 'm3 m1' }), 'settled'],
    ]);
    expect(verdicts.total.is).toBe('holds');
    const { kind, messages, says } = witnessOf(verdicts, 'total-global');
    expect([kind, messages.toSorted()]).toEqual(['cycle', ['m1', 'm2', 'm3']]);
    expect(says).toContain('p2 delivered m2 before m3');
  });
});

it('says each verdict in a line', () => {
  const verdicts = judged([group, 'p1 sends m1', 'p1 sends m2', ...inAll('m1 m2'), 'settled']);
  const lines = sayVerdicts(verdicts);
  expect(lines).toHaveLength(verdictNames.length);
  expect(lines[0]).toBe(
    'integrity: holds against 6 chances to fail, 0 concurrent pairs, 0 causal chains, 0 races, 0 crashes',
  );
  expect(lines[6]).toBe('causal: undecided (too little power): 0 chances to fail, 1 wanted');
});
