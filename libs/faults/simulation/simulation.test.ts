import type { EvidenceRecord } from '@parley/evidence';
import { explore } from './explore';
import type { Machine } from './machine';
import { canonical, copyOf } from './plain';
import type { Fault, Plan } from './plan';
import { shrink } from './shrink';
import { simulate } from './simulate';

interface Echo {
  got: string[];
  ticks: number;
}

type Told = { kind: 'say'; word: string } | { kind: 'tick'; every: number };

const noteOf = (event: 'submitted' | 'delivered', id: string) => ({
  event,
  msg: { id },
  style: 'echo',
  hop: '',
  channel: 'c',
});

/** Sends each word to all; notes what it is told and what it gets. */
const echo: Machine<Echo, Told> = {
  start: () => ({ got: [], ticks: 0 }),
  on: (state, input, host) => {
    if (input.kind === 'say') {
      host.note(noteOf('submitted', input.word));
      host.send({ word: input.word });
    } else if (input.kind === 'packet') {
      state.got.push((input.packet as { word: string }).word);
      host.note(noteOf('delivered', (input.packet as { word: string }).word));
    } else if (input.kind === 'tick') host.timer('tick', input.every);
    else {
      state.ticks += 1;
      if (state.ticks < 10) host.timer('tick', 10);
    }
  },
  digest: (state) => canonical(state),
};

const words = (process: string, count: number, every = 1): Plan<Told>['script'] =>
  Array.from({ length: count }, (_, at) => ({
    at: 10 + at * every,
    process,
    input: { kind: 'say' as const, word: `${process}${at + 1}` },
  }));

const planOf = (change: Partial<Plan<Told>>): Plan<Told> => ({
  seed: 1,
  processes: ['a', 'b', 'c'],
  channel: 'c',
  weather: { delay: [1, 10], loss: 0, duplicates: 0, until: 0 },
  script: words('a', 100),
  faults: [],
  quiet: 100,
  ...change,
});

const got = (records: readonly EvidenceRecord[], process: string): string[] =>
  records.filter((record) => record.process === process && record.event === 'delivered').map(({ msg }) => msg.id);

describe('a simulated network', () => {
  test('gives the same history for the same plan, another one for another seed', () => {
    const bad = { delay: [1, 10] as const, loss: 0.1, duplicates: 0.1, until: 200 };
    const [one, again, other] = [1, 1, 2].map((seed) => simulate(echo, planOf({ seed, weather: bad })).records);
    expect(again).toEqual(one);
    expect(other!.map(({ msg }) => msg.id)).not.toEqual(one!.map(({ msg }) => msg.id));
  });

  test('numbers each process on its own, and says when all was at rest', () => {
    const { records, isQuiescent } = simulate(echo, planOf({}));
    const seqs = records.filter(({ process }) => process === 'b').map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, at) => at + 1));
    expect(isQuiescent).toBe(true);
    expect(records.at(-1)).toMatchObject({
      process: 'harness',
      event: 'settled',
      msg: { id: 'quiescent' },
      channel: 'c',
    });
    expect(simulate(echo, planOf({ script: words('a', 100), quiet: 1 })).isQuiescent).toBe(false);
  });

  test('loses, doubles and reorders as the weather says, and only while it lasts', () => {
    const sorted = Array.from({ length: 100 }, (_, at) => `a${at + 1}`);
    const calm = [1, 2, 3, 4].map((seed) => got(simulate(echo, planOf({ seed })).records, 'b'));
    for (const row of calm) expect(new Set(row)).toEqual(new Set(sorted));
    expect(calm.some((row) => row.join() !== sorted.join())).toBe(true);
    const lossy = got(
      simulate(echo, planOf({ weather: { delay: [1, 10], loss: 0.3, duplicates: 0, until: 60 } })).records,
      'b',
    );
    expect(lossy.length).toBeLessThan(95);
    expect(lossy).toEqual(expect.arrayContaining(Array.from({ length: 50 }, (_, at) => `a${at + 51}`)));
    const doubled = got(
      simulate(echo, planOf({ weather: { delay: [1, 10], loss: 0, duplicates: 0.3, until: 500 } })).records,
      'b',
    );
    expect(doubled.length).toBeGreaterThan(115);
    expect(new Set(doubled).size).toBe(100);
  });

  test('is slower one way than the other', () => {
    const script = [...words('a', 30, 50), ...words('b', 30, 50)].map((one) => one);
    const { records } = simulate(
      echo,
      planOf({ seed: 3, script, weather: { delay: [1, 40], loss: 0, duplicates: 0, until: 0 } }),
    );
    const mean = (from: string, to: string): number => {
      const times = records.filter(
        ({ process, event, msg }) => process === to && event === 'delivered' && msg.id.startsWith(from),
      );
      return times.reduce((sum, { mono }, at) => sum + Number(mono) / 1e6 - (10 + 50 * at), 0) / times.length;
    };
    expect(Math.abs(mean('a', 'b') - mean('b', 'a'))).toBeGreaterThan(2);
  });

  test('kills a process at a step, after a number of its sends, and says so last', () => {
    const faults: Fault[] = [{ kind: 'crash', process: 'a', step: 3, sends: 1 }];
    const { records, states } = simulate(echo, planOf({ faults }));
    expect(records.filter(({ process }) => process === 'a').map(({ event }) => event)).toEqual([
      'submitted',
      'submitted',
      'submitted',
      'crash',
    ]);
    expect(new Set(got(records, 'b'))).toEqual(new Set(['a1', 'a2', 'a3']));
    expect(new Set(got(records, 'c'))).toEqual(new Set(['a1', 'a2']));
    expect([...states.keys()]).toEqual(['b', 'c']);
  });

  test('kills a process at a time', () => {
    const { records } = simulate(echo, planOf({ faults: [{ kind: 'crash', process: 'b', at: 50 }] }));
    expect(got(records, 'b').length).toBeLessThan(45);
    expect(got(records, 'c')).toHaveLength(100);
  });

  test('freezes a process: what comes meanwhile it handles afterwards, timers too', () => {
    const script = [...words('a', 20), { at: 5, process: 'b', input: { kind: 'tick' as const, every: 10 } }];
    const { records, states } = simulate(
      echo,
      planOf({ script, faults: [{ kind: 'freeze', process: 'b', at: 8, ms: 500 }] }),
    );
    const times = records
      .filter(({ process, event }) => process === 'b' && event === 'delivered')
      .map(({ mono }) => Number(mono) / 1e6);
    expect(times).toHaveLength(20);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(508);
    expect(states.get('b')!.ticks).toBe(10);
  });

  test('parts the network: nothing passes between the sides, all passes within them', () => {
    const faults: Fault[] = [{ kind: 'partition', at: 50, ms: 1000, sides: [['a', 'b'], ['c']] }];
    const { records } = simulate(echo, planOf({ faults }));
    expect(got(records, 'b')).toHaveLength(100);
    expect(got(records, 'c')).toHaveLength(40);
  });

  test('a process may begin another incarnation, which is a new process', () => {
    const phoenix: Machine<Echo, Told> = {
      ...echo,
      on: (state, input, host) => {
        echo.on(state, input, host);
        if (input.kind === 'packet' && state.got.length === 1) host.begin('b~2', [{ kind: 'say', word: 'again' }]);
      },
    };
    const { records } = simulate(phoenix, planOf({ processes: ['a', 'b'], script: words('a', 1) }));
    expect(records).toContainEqual(expect.objectContaining({ process: 'b', inc: '2', seq: 1, event: 'submitted' }));
  });
});

describe('exploring a small case', () => {
  const script = {
    a: [
      { kind: 'say', word: 'x' },
      { kind: 'say', word: 'y' },
    ],
    b: [],
    c: [],
  } as Record<string, Told[]>;
  const small = {
    processes: ['a', 'b', 'c'],
    channel: 'c',
    script: { a: script.a!, b: [tick()], c: [tick()] },
    crashes: 0,
  };
  function tick(): Told {
    return { kind: 'tick', every: 1 };
  }
  const quiet: Machine<Echo, Told> = {
    ...echo,
    on: (state, input, host) =>
      input.kind === 'tick' || input.kind === 'timer' ? undefined : echo.on(state, input, host),
  };

  test('finds every history once: two words, two hearers, each in two orders', () => {
    const seen: string[] = [];
    const explored = explore(quiet, small, (records) => {
      seen.push(`${got(records, 'b').join()} ${got(records, 'c').join()}`);
      return undefined;
    });
    expect(seen.sort()).toEqual(['x,y x,y', 'x,y y,x', 'y,x x,y', 'y,x y,x']);
    expect(explored).toMatchObject({ ends: 4, isComplete: true });
    // Far fewer states than the 30 interleavings of telling and four arrivals have steps.
    expect(explored.states).toBeLessThan(40);
  });

  test('kills at every step and after every number of sends', () => {
    const seen = new Set<string>();
    const { isComplete } = explore(quiet, { ...small, crashes: 1 }, (records) => {
      if (records.some(({ process, event }) => process === 'a' && event === 'crash'))
        seen.add(`${got(records, 'b').sort().join()} ${got(records, 'c').sort().join()}`);
      return undefined;
    });
    expect(isComplete).toBe(true);
    // Its first word is out before the exploration begins; of the second it dies after none, one or both sends.
    expect([...seen].sort()).toEqual(['x x', 'x,y x', 'x,y x,y']);
  });

  test('loses any packet, as often as allowed', () => {
    const counts = new Set<number>();
    explore(quiet, { ...small, losses: 2 }, (records) => {
      counts.add(got(records, 'b').length + got(records, 'c').length);
      return undefined;
    });
    expect([...counts].sort()).toEqual([2, 3, 4]);
  });

  test('searched in breadth, the witness has the fewest steps', () => {
    const says = (records: EvidenceRecord[]): string | undefined =>
      got(records, 'c').join() === 'y,x' ? 'turned round' : undefined;
    const { witness } = explore(quiet, small, says, { breadth: true });
    expect(witness).toMatchObject({ says: 'turned round' });
    expect(witness!.steps).toHaveLength(5);
    expect(witness!.steps.indexOf('a > c')).toBeGreaterThan(witness!.steps.indexOf('a is told 2'));
  });

  test('stops at the limit and says that it is incomplete', () => {
    expect(explore(quiet, small, () => undefined, { limit: 5 })).toEqual({ states: 5, ends: 0, isComplete: false });
  });
});

test('shrinking keeps what the objection needs and nothing else', () => {
  // Objects when b dies having got something of a.
  const objects = (records: EvidenceRecord[]): string | undefined =>
    records.some(({ process, event }) => process === 'b' && event === 'crash') && got(records, 'b').length > 0
      ? 'died rich'
      : undefined;
  const faults: Fault[] = [
    { kind: 'freeze', process: 'c', at: 20, ms: 30 },
    { kind: 'crash', process: 'b', step: 9, sends: 0 },
    { kind: 'crash', process: 'c', at: 60 },
  ];
  const plan = planOf({
    faults,
    script: words('a', 20),
    weather: { delay: [1, 10], loss: 0.1, duplicates: 0.1, until: 200 },
  });
  const witness = shrink(echo, plan, objects, { isMessage: ({ kind }) => kind === 'say' })!;
  expect(witness.plan.script).toHaveLength(1);
  expect(witness.plan.faults).toEqual([expect.objectContaining({ kind: 'crash', process: 'b', step: 1 })]);
  expect(witness.plan.weather).toMatchObject({ loss: 0, duplicates: 0 });
  expect(objects(simulate(echo, witness.plan).records)).toBe('died rich');
  expect(shrink(echo, planOf({}), objects, { isMessage: () => true })).toBeUndefined();
});

describe('plain data', () => {
  const packet = { m: null, h: [1], over: null };
  const state = { list: [1, { a: 2 }], map: new Map([['k', new Set([1, 2])]]), packet, none: undefined };

  test('a copy goes its own way and shares only packets', () => {
    const copy = copyOf(state);
    expect(copy).toEqual(state);
    expect(copy.packet).toBe(packet);
    copy.map.get('k')!.add(3);
    (copy.list[1] as { a: number }).a = 9;
    expect(state.map.get('k')!.size).toBe(2);
    expect(state.list[1]).toEqual({ a: 2 });
  });

  test('equal data has one text, however it was filled; other data another one', () => {
    const turned = {
      none: undefined,
      packet: { ...packet },
      map: new Map([['k', new Set([2, 1])]]),
      list: [1, { a: 2 }],
    };
    expect(canonical(turned)).toBe(canonical(state));
    expect(canonical({ ...turned, list: [{ a: 2 }, 1] })).not.toBe(canonical(state));
    expect(canonical(new Map([[1, 'x']]))).not.toBe(canonical(new Map([['1', 'x']])));
  });
});
