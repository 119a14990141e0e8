import {
  groupHistories,
  judge,
  judgeRecords,
  sayVerdict,
  verdictNames,
  type EvidenceRecord,
  type Guarantee,
  type JudgeOptions,
  type VerdictName,
} from '../index';
import { deliveries, told } from './told.testing';

const claims: Guarantee[] = ['validity', 'agreement', 'fifo', 'causal', 'view-synchrony'];
const violated = (lines: string[], options: JudgeOptions = { claims }): VerdictName[] => {
  const verdicts = judgeRecords(told(...lines), options);
  return verdictNames.filter((name) => verdicts[name].is === 'violated');
};
const inAll = (ids: string, ...names: string[]) => deliveries(Object.fromEntries(names.map((name) => [name, ids])));

describe('who counts as correct, and for what', () => {
  it('a leaver is not asked for what comes after its last view', () => {
    const start = ['members 1 p1,p2,p3', 'p1 sends m1', ...inAll('m1', 'p1', 'p2', 'p3')];
    const leaves = ['p3 views 2 p1,p2', 'p1 views 2 p1,p2', 'p2 views 2 p1,p2'];
    const after = ['p2 sends m2', ...inAll('m2', 'p1', 'p2'), 'settled'];
    expect(violated([...start, ...leaves, ...after])).toEqual([]);
    // Had it not left, it would be.
    expect(violated([...start, ...after])).toEqual(['validity', 'agreement', 'uniform-agreement']);
  });

  it('a minority that was cut off and is healed is not convicted for what it missed', () => {
    const lines = [
      ...['members 1 p1,p2,p3', 'p1 sends m1', ...inAll('m1', 'p1', 'p2', 'p3'), 'p3 sends x'],
      ...['p1 views 2 p1,p2', 'p2 views 2 p1,p2', 'p1 sends m2', ...inAll('m2', 'p1', 'p2')],
      ...['members 3 p1,p2,p3', 'p2 sends m3', ...inAll('m3', 'p1', 'p2', 'p3'), 'p3 sends y'],
      ...[...inAll('y', 'p1', 'p2', 'p3'), 'settled'],
    ];
    expect(violated(lines)).toEqual([]);
    const [history] = groupHistories(told(...lines));
    const own = history!.lines.filter(({ process }) => process === 'p3');
    expect(own.map(({ end, views }) => [end, views.map(({ id }) => id)])).toEqual([
      ['expelled', [1]],
      ['stays', [3]],
    ]);
    // Staying through view 2 it would have to know m2.
    const stayed = lines.map((line) => line.replace('views 2 p1,p2', 'views 2 p1,p2,p3'));
    expect(violated(stayed)).toContain('agreement');
  });

  it('what it said before it was cut off still comes before what it says afterwards', () => {
    const lines = (first: string) => [
      ...['members 1 p1,p2,p3', 'p3 sends x', 'p1 views 2 p1,p2', 'p2 views 2 p1,p2'],
      ...['members 3 p1,p2,p3', 'p3 sends y', ...deliveries({ p1: first, p2: 'y' }), 'settled'],
    ];
    expect(violated(lines('x y'), {})).not.toContain('fifo');
    expect(violated(lines('y x'), {})).toContain('fifo');
    // Never having it is no fault: the state was transferred.
    expect(judgeRecords(told(...lines('y')), { claims }).fifo).not.toHaveProperty('gaps');
  });

  it('a sender outside the group need not deliver, and its messages have to be delivered', () => {
    const lines = ['members 1 p1,p2', 'o sends m1', 'o sends m2', ...inAll('m1 m2', 'p1', 'p2'), 'settled'];
    expect(violated(lines)).toEqual([]);
    expect(violated(lines.filter((line) => !line.endsWith('delivers m2')))).toEqual(['validity']);
    expect(violated([...lines.slice(0, 3), ...deliveries({ p1: 'm1 m2', p2: 'm2 m1' })])).toContain('fifo');
  });

  it('a new incarnation is a new process: it starts again at nothing, and the old one is over', () => {
    const lines = [
      ...['members 1 p1,p2,p3', 'p1 sends m1', ...inAll('m1', 'p1', 'p2', 'p3'), 'p3 restarts'],
      ...['members 2 p1,p2,p3', 'p3 sends m2', ...inAll('m2', 'p1', 'p2', 'p3'), 'settled'],
    ];
    expect(violated(lines)).toEqual([]);
    expect(violated([...lines, 'p3 delivers m1'])).toEqual([
      'total',
      'uniform-total',
      'total-global',
      'uniform-total-global',
    ]);
    expect(violated([...lines, 'p2 delivers m1'])).toEqual(['integrity']);
  });

  it('a crash without an incarnation means the one that was up', () => {
    const lines = ['members 1 p1,p2', 'p1 sends m1', 'p1 delivers m1', 'p1 crashes', 'p1 restarts', 'settled'];
    const records = told(...lines, 'p1 sends m2');
    const crashed = (more: EvidenceRecord[]) =>
      groupHistories(more)[0]!.lines.map(({ process, inc, end }) => `${process} ${inc} ${end}`);
    const ends = ['p1 p1-1 crashed', 'p1 p1-2 stays', 'p2 p2-1 stays'];
    expect(crashed(records).sort()).toEqual(ends);
    expect(crashed(records.map((one) => (one.event === 'crash' ? { ...one, inc: '' } : one))).sort()).toEqual(ends);
  });

  it('without views, the members are those that anything reached, or those that are named', () => {
    const records = told('p1 sends m1', ...inAll('m1', 'p1', 'p2'), 'settled');
    expect(judgeRecords(records).validity.is).toBe('holds');
    expect(judgeRecords(records, { members: ['p1', 'p2', 'p3'] }).validity.is).toBe('holds');
    expect(judgeRecords(told('p1 sends m1', 'p2 receives m1', 'p1 delivers m1', 'settled')).agreement.is).toBe(
      'violated',
    );
  });

  it('where view synchrony is not promised, a member is correct only if it stays until the end', () => {
    const lines = [
      ...['members 1 p1,p2,p3', 'p1 sends m1', ...inAll('m1', 'p1', 'p2')],
      ...['members 2 p1,p2,p3', 'p3 crashes', 'settled'],
    ];
    expect(violated(lines)).toEqual(['validity', 'agreement', 'uniform-agreement', 'view-synchrony']);
    expect(violated(lines, { claims: ['agreement'] })).toEqual(['view-synchrony']);
  });
});

it('a gap is of both halves where it is: before what a correct member delivered, and before what a crashed one did', () => {
  const verdicts = judgeRecords(
    told(
      ...['members 1 p1,p2', 'o sends m1', 'o sends m2', 'p1 delivers m1', 'p1 sends m3'],
      ...['p2 delivers m3', 'p2 views 2 p1,p2', 'p2 delivers m2', 'p2 crashes'],
    ),
    { claims },
  );
  // Correct in view 1, p2 skipped m1 before m3 (another sender's); crashed in view 2, before m2 (its own sender's) too.
  expect(verdicts.causal).toMatchObject({ is: 'violated', times: 1, half: 'local order' });
  expect(verdicts['uniform-fifo']).toMatchObject({ is: 'violated', times: 1 });
  expect(verdicts['uniform-causal']).toMatchObject({ times: 1, half: 'both' });
});

describe('views', () => {
  it('view synchrony: who goes along has delivered the same', () => {
    const lines = (third: string[]) => [
      ...['members 1 p1,p2,p3', 'p1 sends m1', ...inAll('m1', 'p1', 'p2')],
      ...['p1 views 2 p1,p2,p3', 'p2 views 2 p1,p2,p3', ...third, 'settled'],
    ];
    expect(violated(lines(['p3 delivers m1', 'p3 views 2 p1,p2,p3']))).toEqual([]);
    const late = judgeRecords(told(...lines(['p3 views 2 p1,p2,p3', 'p3 delivers m1'])), { claims });
    expect(late.agreement.is).toBe('holds');
    expect(sayVerdict('view-synchrony', late['view-synchrony'])).toBe(
      'view-synchrony: violated, 1 time: p2 and p3 went from view 1 to 2; in view 1 the first delivered m1, the other did not',
    );
  });

  it('one id, one membership; forwards; and installed by whom it names', () => {
    const two = ['members 1 p1,p2', 'p1 views 2 p1', 'p2 views 2 p1,p2'];
    expect(judgeRecords(told(...two)).views).toMatchObject({
      is: 'violated',
      witness: { kind: 'two memberships', says: 'view 2 is {p1} to p1, {p1, p2} to p2' },
    });
    const absent = ['members 1 p1,p2,p3', 'p1 views 2 p1,p2,p3', 'p2 views 2 p1,p2,p3'];
    expect(judgeRecords(told(...absent)).views.is).toBe('holds');
    expect(judgeRecords(told(...absent, 'settled')).views).toMatchObject({ witness: { kind: 'not installed' } });
    expect(judgeRecords(told(...absent, 'p3 crashes', 'settled')).views.is).toBe('holds');
  });
});

describe('undecided is not a pass', () => {
  const lines = ['members 1 p1,p2', 'p1 sends m1', 'p1 delivers m1'];

  it('what is still to come, without quiescence', () => {
    const open = judgeRecords(told(...lines));
    expect(open.agreement).toMatchObject({ is: 'undecided', reason: 'no quiescence' });
    expect(judgeRecords(told(...lines), { quiescent: true }).agreement.is).toBe('violated');
    expect(judgeRecords(told(...lines, 'p2 delivers m1')).agreement.is).toBe('holds');
  });

  it('a gap that may still become an inversion', () => {
    const gap = ['members 1 p1,p2', 'p1 sends m1', 'p1 sends m2', 'p2 delivers m2'];
    expect(judgeRecords(told(...gap)).fifo).toMatchObject({ is: 'undecided', reason: 'no quiescence', gaps: 1 });
    expect(judgeRecords(told(...gap, 'settled')).fifo).toMatchObject({ is: 'holds', gaps: 1 });
    expect(judgeRecords(told(...gap), { claims: ['agreement'] }).fifo).toMatchObject({ witness: { kind: 'gap' } });
  });

  it('nothing that could have failed', () => {
    const verdicts = judgeRecords(told(...lines, 'p2 delivers m1', 'settled'), { least: { agreement: 2 } });
    expect(verdicts.agreement).toMatchObject({ is: 'undecided', because: '1 chance to fail, 2 wanted' });
    for (const name of ['fifo', 'causal', 'total', 'prefix', 'view-synchrony'] as const)
      expect([name, verdicts[name]]).toEqual([name, expect.objectContaining({ reason: 'too little power' })]);
  });
});

it('keeps groups and runs apart, each with its own order', () => {
  const other = (records: EvidenceRecord[], more: Partial<EvidenceRecord>) =>
    records.map((one) => ({ ...one, ...more }));
  const one = told('members 1 p1,p2', 'p1 sends m1', ...inAll('m1', 'p1', 'p2'), 'settled');
  const next = other(told('members 1 q1,q2', 'q1 sends m1', 'q1 delivers m1', 'settled'), { channel: 'h' });
  const again = other(one, { run: 'r2' });
  const histories = groupHistories([...one, ...next, ...again]);
  expect(histories.map(({ run, group, quiescent }) => [run, group, quiescent])).toEqual([
    ['r', 'g', true],
    ['r', 'h', true],
    ['r2', 'g', true],
  ]);
  expect(histories.map((history) => judge(history).agreement.is)).toEqual(['holds', 'violated', 'holds']);
  expect(() => judgeRecords([...one, ...next])).toThrow(/several groups/);
});
