import fc from 'fast-check';
import type { EvidenceRecord } from '../record';
import { correctHistory, modelOf, mutants, mutated } from './history.fixture';
import {
  type Call,
  callsOf,
  judgeByVersion,
  judgeHashes,
  judgeLinearizable,
  judgeReplicated,
  judgeSessions,
  judgeWriteOrder,
  registerModel,
  staleReads,
} from './index';
import { textOf } from './model';

const violated = (calls: Call[]) =>
  judgeReplicated(calls, modelOf)
    .filter(({ verdict }) => verdict === 'violated')
    .map(({ name }) => name);

const put = (id: string, from: number, to: number | undefined, value: string, more: Partial<Call> = {}): Call => ({
  id,
  client: id,
  key: 'X',
  kind: 'write',
  input: { put: value },
  output: to === undefined ? undefined : 'done',
  invoked: BigInt(from),
  ...(to !== undefined && { returned: BigInt(to) }),
  ...more,
});
const get = (id: string, from: number, to: number, value: string, more: Partial<Call> = {}): Call => ({
  id,
  client: id,
  key: 'X',
  kind: 'read',
  input: { get: true },
  output: value,
  invoked: BigInt(from),
  returned: BigInt(to),
  ...more,
});
const register = (calls: Call[]) => judgeLinearizable(calls, () => registerModel);

describe('linearizable', () => {
  it.each<[string, 'holds' | 'violated', Call[]]>([
    ['a read after a write sees it', 'holds', [put('w', 1, 2, '3'), get('r', 3, 4, '3')]],
    ['a read after a write that does not', 'violated', [put('w', 1, 2, '3'), get('r', 3, 4, '')]],
    ['a read beside a write may see it', 'holds', [put('w', 1, 9, '3'), get('r', 3, 4, '3')]],
    ['or not', 'holds', [put('w', 1, 9, '3'), get('r', 3, 4, '')]],
    ['but not first see it and then not', 'violated', [put('w', 1, 9, '3'), get('r', 2, 3, '3'), get('s', 4, 5, '')]],
    [
      'two reads disagree on the order of two writes',
      'violated',
      [put('a', 1, 9, '3'), put('b', 1, 9, '5'), get('r', 2, 3, '3'), get('s', 4, 5, '5'), get('t', 6, 7, '3')],
    ],
    [
      'a write without an answer may have happened, late',
      'holds',
      [put('a', 1, undefined, '3'), put('b', 2, 3, '5'), get('r', 4, 5, '5'), get('s', 6, 7, '3')],
    ],
    ['or never', 'holds', [put('a', 1, undefined, '3'), put('b', 2, 3, '5'), get('r', 4, 5, '5'), get('s', 6, 7, '5')]],
    ['but not before it began', 'violated', [get('r', 1, 2, '3'), put('a', 3, undefined, '3')]],
  ])('%s: %s', (_what, verdict, calls) => expect(register(calls)).toMatchObject({ verdict }));

  it('its witness is the shortest beginning that can’t be, not all that came after', () => {
    const after = Array.from({ length: 30 }, (_, n) => put(`later-${n}`, 20 + 2 * n, 21 + 2 * n, 'z'));
    const { witness } = register([put('w', 1, 2, '3'), get('r', 3, 4, ''), ...after]);
    expect(witness).toHaveLength(2);
    expect(witness.join()).toMatch(/r read X/);
  });

  it('gives up where the search becomes too long, and says so', () => {
    const calls = Array.from({ length: 12 }, (_, n) => put(`w${n}`, 1, 100, `${n}`));
    expect(judgeLinearizable([...calls, get('r', 101, 102, 'none')], () => registerModel, 50)).toMatchObject({
      verdict: 'undecided',
    });
  });

  /** All orders of all subsets of what is open, one by one. */
  const byForce = (calls: Call[]): boolean => {
    const open = calls.filter(({ returned }) => returned === undefined);
    const rest = (left: Call[], state: string): boolean =>
      left.every(({ returned }) => returned === undefined) ||
      left.some((call) => {
        if (left.some((other) => other.returned !== undefined && other.returned < call.invoked)) return false;
        const [after, output] = registerModel.step(state, call.input as never);
        if (call.returned !== undefined && textOf(output) !== textOf(call.output)) return false;
        return rest(
          left.filter((other) => other !== call),
          after,
        );
      });
    expect(open.length).toBeLessThan(9);
    return rest(calls, '');
  };

  it('agrees with brute force on small histories of any kind', () => {
    const call = fc.record({
      from: fc.integer({ min: 0, max: 12 }),
      length: fc.integer({ min: 1, max: 6 }),
      value: fc.constantFrom('', '3', '5'),
      kind: fc.constantFrom('put', 'put', 'lost', 'get', 'get'),
    });
    let no = 0;
    fc.assert(
      fc.property(fc.array(call, { maxLength: 6 }), (all) => {
        const calls = all.map(({ from, length, value, kind }, n) =>
          kind === 'get'
            ? get(`${n}`, 2 * from, 2 * (from + length) + 1, value)
            : put(`${n}`, 2 * from, kind === 'put' ? 2 * (from + length) + 1 : undefined, value),
        );
        const expected = byForce(calls);
        if (!expected) no += 1;
        expect(register(calls).verdict === 'violated').toBe(!expected);
      }),
      { seed: 11, numRuns: 3000 },
    );
    expect(no).toBeGreaterThan(300);
  });
});

describe('by the versions', () => {
  it('an unheard-of write may stand between two versions, and explains what they read', () => {
    const calls = [
      put('a', 1, 2, '3', { version: 1 }),
      put('b', 1, undefined, '5'),
      get('r', 5, 6, '5', { version: 2 }),
    ];
    expect(judgeByVersion(calls, () => registerModel)).toMatchObject({ verdict: 'holds' });
    const late = [calls[0]!, put('b', 7, undefined, '5'), calls[2]!];
    expect(judgeByVersion(late, () => registerModel)).toMatchObject({ verdict: 'violated' });
  });

  it('a read that carries what its client has seen must not go back behind it; one that carries nothing may', () => {
    const wrote = put('w', 1, 2, '3', { client: 'c', version: 1 });
    const behind = get('r', 3, 4, '', { client: 'c', version: 0 });
    expect(judgeSessions([wrote, { ...behind, atLeast: 1 }])[0]).toMatchObject({ verdict: 'violated' });
    expect(judgeSessions([wrote, behind])[0]).toMatchObject({ verdict: 'undecided' });
    expect(staleReads([wrote, behind])).toEqual([{ read: behind, missed: wrote }]);
    expect(staleReads([{ ...wrote, returned: 5n }, behind])).toEqual([]);
    const read = get('q', 1, 2, '3', { client: 'c', version: 1 });
    expect(judgeSessions([read, { ...behind, atLeast: 1 }])[1]).toMatchObject({ verdict: 'violated' });
  });

  it('writes in real time have versions in that order', () => {
    const [a, b] = [put('a', 1, 2, '3', { version: 2 }), put('b', 3, 4, '5', { version: 1 })];
    expect(judgeWriteOrder([a, b])).toMatchObject({
      verdict: 'violated',
      witness: [expect.anything(), expect.anything()],
    });
    expect(judgeWriteOrder([{ ...a, returned: 9n }, b]).verdict).toBe('undecided');
  });

  it('one state a version: the first version at which two replicas differ', () => {
    const hashes = (from: number, to: number, odd?: number) =>
      Array.from({ length: to - from + 1 }, (_, n) => ({
        version: from + n,
        hash: from + n === odd ? 'odd' : `h${from + n}`,
      }));
    expect(judgeHashes({ a: hashes(1, 9), b: hashes(4, 9) })).toEqual({
      name: 'one state a version',
      verdict: 'holds',
      power: 6,
      witness: [],
    });
    expect(judgeHashes({ a: hashes(1, 9), b: hashes(1, 9, 7), c: hashes(1, 9, 5) }).witness[0]).toMatch(
      /^version 5: a h5, c odd/,
    );
    expect(judgeHashes({ a: hashes(1, 3), b: hashes(4, 9) }).verdict).toBe('undecided');
  });
});

describe('histories of a machine', () => {
  const seeds = Array.from({ length: 150 }, (_, seed) => seed + 1);

  it('of a correct one: nothing is violated, everything had its chance to be', () => {
    const power = new Map<string, number>();
    let stale = 0;
    for (const seed of seeds) {
      const calls = correctHistory(seed);
      for (const { name, verdict, power: by, witness } of judgeReplicated(calls, modelOf)) {
        expect({ seed, name, verdict, witness }).toEqual({
          seed,
          name,
          verdict: expect.not.stringMatching('violated'),
          witness: [],
        });
        power.set(name, (power.get(name) ?? 0) + by);
      }
      stale += staleReads(calls).length;
    }
    for (const by of power.values()) expect(by).toBeGreaterThan(50);
    expect(stale).toBeGreaterThan(20);
  });

  it.each(Object.keys(mutants))('of one with %s: caught in every history that has a place for it', (name) => {
    let tried = 0;
    const missed: number[] = [];
    for (const seed of seeds) {
      const calls = mutated(correctHistory(seed), name, seed);
      if (!calls) continue;
      tried += 1;
      if (violated(calls).length === 0) missed.push(seed);
    }
    expect(tried).toBeGreaterThan(20);
    expect(missed).toEqual([]);
  });

  it('are read from evidence: submitted, returned, repeated, known not to have happened', () => {
    const record = (event: string, id: string, mono: number, note: object = {}) =>
      ({
        event,
        process: 'c1',
        msg: { id, key: 'ann' },
        mono: String(mono),
        note: JSON.stringify(note),
      }) as EvidenceRecord;
    const input = { do: 'debit', amount: 5 };
    const answer = { output: { outcome: 'done', balance: 5 }, version: 1, replica: 'r1' };
    const calls = callsOf([
      record('submitted', 'a', 1, { kind: 'write', input }),
      record('submitted', 'a', 2, { kind: 'write', input }),
      record('returned', 'a', 3, answer),
      record('returned', 'a', 4, { ...answer, version: 2 }),
      record('submitted', 'b', 5, { kind: 'write', input }),
      record('dropped', 'b', 6),
      record('submitted', 'c', 7, { kind: 'read', input: { do: 'read' }, atLeast: 1 }),
    ]);
    expect(calls).toMatchObject([
      { id: 'a', client: 'c1', key: 'ann', invoked: 1n, returned: 3n, version: 1, again: [{ version: 2 }] },
      { id: 'c', kind: 'read', atLeast: 1 },
    ]);
    expect(calls).toHaveLength(2);
    expect(violated(calls)).toEqual(['one version an operation']);
  });
});
