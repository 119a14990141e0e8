import { simulate, type Fault, type Plan, type Run } from '@parley/faults';
import type { EvidenceRecord } from '@parley/evidence';
import { composeStack } from './compose';
import { five, judged } from './group.testing';
import { phiOf } from './layers/detection';
import { planOf, type Submission } from './plans';
import { groupMachine, type GroupCase, type Simulated } from './simulated';
import type { NodeInput, Settings } from './layer';

const stack = composeStack(['simulated', 'nack', 'views', 'sequencer']);
const settings: Partial<Settings> = { heartbeat: 50, timeout: 300 };

const played = (
  messages: readonly Submission[],
  {
    faults = [],
    more = [],
    group = {},
    seed = 7,
    loss = 0.05,
  }: {
    faults?: readonly Fault[];
    more?: Plan<NodeInput>['script'];
    group?: Partial<GroupCase>;
    seed?: number;
    loss?: number;
  },
): Run<Simulated> => {
  const all: GroupCase = { members: five, ...group, settings: { ...settings, ...group.settings } };
  const weather = { delay: [1, 10] as const, loss, duplicates: 0.02, until: 1000 };
  return simulate(groupMachine(stack, all), planOf(all, messages, { seed, weather, faults, more, quiet: 3000 }));
};

const delivered = (records: readonly EvidenceRecord[], process: string, inc = '1'): string[] =>
  records
    .filter((record) => record.process === process && record.inc === inc && record.event === 'delivered')
    .map(({ msg }) => msg.id);

const viewsOf = (
  records: readonly EvidenceRecord[],
  process: string,
  inc = '1',
): { id: number; members: string[]; joined?: string[] }[] =>
  records
    .filter((record) => record.process === process && record.inc === inc && record.event === 'view')
    .map(({ note }) => JSON.parse(note!) as { id: number; members: string[] });

const partition: Fault = {
  kind: 'partition',
  at: 100,
  ms: 2000,
  sides: [
    ['p1', 'p2'],
    ['p3', 'p4', 'p5'],
  ],
};

test('a partition: the majority goes on under a new sequencer, the minority waits, is told, and comes back as new', () => {
  const messages = [
    { process: 'p2', at: 20 },
    { process: 'p4', at: 1500 },
    { process: 'p2', at: 1500 },
    { process: 'p5', at: 4500 },
  ];
  const { records } = played(messages, { faults: [partition], group: { rejoin: true } });
  expect(judged(stack, records, five, ['p1', 'p2']).objections).toEqual([]);
  expect(delivered(records, 'p4')).toEqual(['g/p2/1/1', 'g/p4/1/1', 'g/p5/1/1']);
  // The first view without the minority keeps only the majority; what p2 sent into its own side nobody has seen.
  expect(viewsOf(records, 'p4')[1]).toMatchObject({ id: 2, members: ['p3', 'p4', 'p5'] });
  expect(delivered(records, 'p1')).toEqual(['g/p2/1/1']);
  expect(viewsOf(records, 'p1').at(-1)!.members).not.toContain('p1');
  // As new incarnations both are members again and take part.
  expect(new Set(viewsOf(records, 'p5').at(-1)!.members)).toEqual(new Set(five));
  expect(delivered(records, 'p1', '2')).toEqual(['g/p5/1/1']);
});

test('without a majority nobody goes on, and all go on together when it is whole again', () => {
  const faults: Fault[] = [{ kind: 'partition', at: 100, ms: 2000, sides: [['p1', 'p2'], ['p3', 'p4'], ['p5']] }];
  const { records } = played([{ process: 'p3', at: 1500 }], { faults });
  expect(judged(stack, records, five, []).objections).toEqual([]);
  for (const member of five) expect(delivered(records, member)).toEqual(['g/p3/1/1']);
  const healed = 2100;
  for (const { event, mono } of records) if (event === 'delivered') expect(Number(mono) / 1e6).toBeGreaterThan(healed);
});

test('a frozen member is taken for dead, learns of it, and its place is another incarnation', () => {
  const faults: Fault[] = [{ kind: 'freeze', process: 'p1', at: 100, ms: 3000 }];
  const messages = [
    { process: 'p3', at: 1000 },
    { process: 'p2', at: 5500 },
  ];
  const run = played(messages, { faults, group: { rejoin: true } });
  expect(judged(stack, run.records, five, ['p1']).objections).toEqual([]);
  expect(run.states.get('p1')!.outs).toEqual(['expelled']);
  expect(delivered(run.records, 'p2')).toEqual(['g/p3/1/1', 'g/p2/1/1']);
  expect(delivered(run.records, 'p1', '2')).toEqual(['g/p2/1/1']);
});

test('who leaves gets what belongs to its last view, then nothing; the others get what it sent', () => {
  const messages = [
    { process: 'p1', at: 20 },
    { process: 'p1', at: 21 },
    { process: 'p2', at: 900 },
  ];
  const run = played(messages, { more: [{ at: 22, process: 'p1', input: { kind: 'leave' } }], loss: 0.2 });
  expect(judged(stack, run.records, five, []).objections).toEqual([]);
  expect(run.states.get('p1')!.outs).toEqual(['left']);
  expect(viewsOf(run.records, 'p2')[1]).toEqual({ id: 2, members: ['p2', 'p3', 'p4', 'p5'], left: ['p1'] });
  const [last, ...before] = delivered(run.records, 'p2').reverse();
  expect(last).toBe('g/p2/1/1');
  expect(before.sort()).toEqual(['g/p1/1/1', 'g/p1/1/2']);
  expect(delivered(run.records, 'p1').sort()).toEqual(before);
});

test('one member founds a group; others come one after another, the last two at once', () => {
  const join = (process: string, at: number) => ({ at, process, input: { kind: 'join' as const, contacts: ['p1'] } });
  const more = [join('p2', 50), join('p3', 400), join('p4', 400)];
  const { records } = played([{ process: 'p4', at: 1500 }], { group: { members: ['p1'] }, more });
  expect(judged(stack, records, ['p1'], []).objections).toEqual([]);
  for (const member of ['p1', 'p2', 'p3', 'p4']) {
    expect(viewsOf(records, member).at(-1)!.members).toEqual(['p1', 'p2', 'p3', 'p4']);
    expect(delivered(records, member)).toEqual(['g/p4/1/1']);
  }
});

describe('the state of a late member', () => {
  const join = [{ at: 300, process: 'p9', input: { kind: 'join' as const, contacts: five } }];
  const messages = Array.from({ length: 40 }, (_, at) => ({
    process: five[at % 5]!,
    at: 20 + 25 * at,
    body: `m${at + 1}`,
  }));
  const group = { settings: { stateTransfer: true } };

  const whole = (run: Run<Simulated>, member: string): string[] => {
    const { given, delivered: seen } = run.states.get(member)!;
    return [...(JSON.parse(given ?? '[]') as string[]), ...seen];
  };

  test('is that of its first view: with what is delivered after, it has everything once, in the one order', () => {
    const run = played(messages, { more: join, group });
    expect(judged(stack, run.records, five, []).objections).toEqual([]);
    const { given, delivered: seen } = run.states.get('p9')!;
    expect(JSON.parse(given!)).not.toHaveLength(0);
    expect(seen).not.toHaveLength(0);
    expect(whole(run, 'p9')).toEqual(whole(run, 'p2'));
    expect(whole(run, 'p2')).toHaveLength(40);
  });

  test('comes from the next member when the first dies before it has sent it', () => {
    const dying = (step: number, sends: number): Run<Simulated> => {
      const faults: Fault[] = [{ kind: 'crash', process: 'p1', step, sends }];
      return played(messages, { more: join, group, faults, loss: 0 });
    };
    // The step in which p1 installs the view with p9: the first in which it notes it.
    let [least, most] = [1, 400];
    while (least < most) {
      const middle = Math.floor((least + most) / 2);
      if (viewsOf(dying(middle, 0).records, 'p1').length > 1) most = middle;
      else least = middle + 1;
    }
    // It tells its four fellows and p9 the view, in this order; the state would have been its sixth packet.
    const run = dying(least, 5);
    expect(judged(stack, run.records, five, ['p1']).objections).toEqual([]);
    const { views, given } = run.states.get('p9')!;
    expect(views.map(({ members }) => members[0])).toEqual(['p1', 'p2']);
    expect(JSON.parse(given!)).not.toHaveLength(0);
    expect(whole(run, 'p9')).toEqual(whole(run, 'p2'));
  });

  test('until it is here messages are held, with the reason', () => {
    const reasons = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((seed) =>
      played(messages, { more: join, group, loss: 0.3, seed })
        .records.filter(({ process, event }) => process === 'p9' && event === 'held')
        .map(({ note }) => JSON.parse(note!) as unknown),
    );
    const says = {
      by: 'state',
      waitsFor: ['the state of view 2 from p1'],
      reason: 'waits for the state of view 2 from p1',
    };
    expect(reasons).toContainEqual(says);
  });
});

describe('φ', () => {
  test('grows with the silence, and faster where heartbeats were regular', () => {
    const regular = { gaps: Array.from({ length: 20 }, () => 100) };
    const ragged = { gaps: Array.from({ length: 20 }, (_, at) => (at % 2 ? 20 : 180)) };
    expect(phiOf(regular, 100, 50)).toBeLessThan(1);
    expect(phiOf(regular, 400, 50)).toBeGreaterThan(phiOf(regular, 300, 50));
    expect(phiOf(regular, 300, 50)).toBeGreaterThan(phiOf(ragged, 300, 50));
    expect(phiOf({ gaps: [] }, 10_000, 50)).toBeGreaterThan(8);
  });

  test('finds a dead member as the timeout does, with no other member suspected', () => {
    const faults: Fault[] = [{ kind: 'crash', process: 'p5', at: 600 }];
    const { records } = played([{ process: 'p2', at: 2500 }], {
      faults,
      group: { settings: { detector: 'phi' } },
      loss: 0,
    });
    expect(judged(stack, records, five, ['p5']).objections).toEqual([]);
    expect(viewsOf(records, 'p1').map(({ members }) => members)).toEqual([five, ['p1', 'p2', 'p3', 'p4']]);
  });
});

test('the transport says that a member is gone: it is not waited for', () => {
  const faults: Fault[] = [{ kind: 'crash', process: 'p5', at: 100 }];
  const told = { at: 110, process: 'p1', input: { kind: 'suspect' as const, member: 'p5' } };
  const at = (more: Plan<NodeInput>['script']): number =>
    Number(played([], { faults, more, loss: 0 }).records.find(({ msg }) => msg.id === 'view/2')!.mono) / 1e6;
  expect(at([told])).toBeLessThan(at([]));
});
