import fc from 'fast-check';
import { judgeRecords, type Guarantee, type VerdictName } from '../index';
import { atomicHistory } from './correct.testing';
import { deliveries, told } from './told.testing';

const claims: Guarantee[] = ['validity', 'agreement', 'fifo', 'causal', 'total', 'view-synchrony'];

/** One line of a told history, in words. */
interface Line {
  at: number;
  who: string;
  what: string;
  id: string;
}

const parse = (lines: string[]): Line[] =>
  lines.map((line, at) => {
    const [who = '', what = '', id = ''] = line.split(' ');
    return { at, who, what, id };
  });

interface Told {
  lines: string[];
  all: Line[];
  /** Deliveries. */
  got: Line[];
  senderOf: (id: string) => string;
  /** Members from the first view to the end, that never crash, leave or are expelled. */
  always: string[];
  gone: string[];
  /** Came (back) in the middle: with its state transferred, it has no duties of the time before. */
  joined: string[];
}

const read = (lines: string[]): Told => {
  const all = parse(lines);
  const gone = all.filter(({ what }) => what === 'crashes').map(({ who }) => who);
  const joined = all.filter(({ what }) => what === 'rejoins').map(({ who }) => who);
  const members = all.filter(({ what }) => what === 'views' || what === 'rejoins');
  const listOf = ({ at }: Line) => lines[at]!.split(' ')[3]!.split(',');
  const always = ['p1', 'p2', 'p3', 'p4'].filter(
    (name) => !gone.includes(name) && members.every((line) => listOf(line).includes(name)),
  );
  const senders = new Map(all.filter(({ what }) => what === 'sends').map(({ id, who }) => [id, who]));
  return {
    lines,
    all,
    got: all.filter(({ what }) => what === 'delivers'),
    senderOf: (id) => senders.get(id)!,
    always,
    gone,
    joined,
  };
};

const without = (lines: string[], gone: (at: number) => boolean): string[] => lines.filter((_, at) => !gone(at));

const swapped = (lines: string[], a: number, b: number): string[] =>
  lines.map((line, at) => (at === a ? lines[b]! : at === b ? lines[a]! : line));

/** Pairs of deliveries one right after the other in what a process noted. */
const neighbours = ({ all, got }: Told): [Line, Line][] =>
  got.flatMap((first): [Line, Line][] => {
    const next = all.find(({ at, who }) => at > first.at && who === first.who);
    return next?.what === 'delivers' ? [[first, next]] : [];
  });

/** Whether the sender of the second had delivered the first before. */
const causes = ({ all, got, senderOf }: Told, first: string, second: string): boolean => {
  const sent = all.find(({ what, id }) => what === 'sends' && id === second)!.at;
  return got.some(({ at, who, id }) => who === senderOf(second) && id === first && at < sent);
};

const holders = ({ got }: Told, id: string): string[] => got.filter((one) => one.id === id).map(({ who }) => who);

/** Everything that can be spoilt in a history, each in one way, so that this verdict has to be `violated`. */
const spots: [VerdictName, string, (from: Told) => string[][]][] = [
  [
    'integrity',
    'dup',
    ({ lines, got }) => got.map(({ at }) => [...lines.slice(0, at + 1), lines[at]!, ...lines.slice(at + 1)]),
  ],
  [
    'integrity',
    'forge',
    ({ lines, got }) => got.map(({ at, who }) => [...lines.slice(0, at), `${who} delivers x`, ...lines.slice(at)]),
  ],
  [
    'integrity',
    'forge of the sender',
    ({ lines, got }) => got.map(({ at }) => lines.map((line, n) => (n === at ? `${line} from p9` : line))),
  ],
  [
    'integrity',
    'delivery before the submission',
    ({ lines, all, senderOf }) =>
      all.flatMap(({ at, who, what, id }) => {
        const sent = all.find((one) => one.what === 'sends' && one.id === id);
        return what === 'delivers' && senderOf(id) === who && sent ? [swapped(lines, at, sent.at)] : [];
      }),
  ],
  [
    'validity',
    'drop everywhere',
    (from) =>
      from.all
        .filter(({ what, who }) => what === 'sends' && from.always.includes(who))
        .map(({ id }) => from.lines.filter((line) => !line.endsWith(`delivers ${id}`))),
  ],
  [
    'agreement',
    'drop',
    (from) =>
      from.got
        .filter(
          ({ who, id }) =>
            from.always.includes(who) && from.always.some((one) => one !== who && holders(from, id).includes(one)),
        )
        .map(({ at }) => without(from.lines, (n) => n === at)),
  ],
  [
    'uniform-agreement',
    'drop at all but the one that crashed',
    (from) =>
      from.got
        .filter(({ who }) => from.gone.includes(who) && from.always.length > 0)
        .map(({ id }) =>
          from.lines.filter((line) =>
            !from.gone.includes(line.split(' ')[0]!) && line.endsWith(`delivers ${id}`) ? false : true,
          ),
        ),
  ],
  [
    'fifo',
    'swap',
    (from) =>
      neighbours(from)
        .filter(([a, b]) => from.always.includes(a.who) && from.senderOf(a.id) === from.senderOf(b.id))
        .map(([a, b]) => swapped(from.lines, a.at, b.at)),
  ],
  [
    'uniform-fifo',
    'swap at one that crashed',
    (from) =>
      neighbours(from)
        .filter(([a, b]) => from.gone.includes(a.who) && from.senderOf(a.id) === from.senderOf(b.id))
        .map(([a, b]) => swapped(from.lines, a.at, b.at)),
  ],
  [
    'fifo',
    'drop before a later one',
    (from) =>
      from.got
        .filter(
          ({ at, who, id }) =>
            from.always.includes(who) &&
            !from.joined.includes(from.senderOf(id)) &&
            from.got.some((one) => one.at > at && one.who === who && from.senderOf(one.id) === from.senderOf(id)),
        )
        .map(({ at }) => without(from.lines, (n) => n === at)),
  ],
  [
    'causal',
    'swap across senders',
    (from) =>
      neighbours(from)
        .filter(
          ([a, b]) =>
            from.always.includes(a.who) && from.senderOf(a.id) !== from.senderOf(b.id) && causes(from, a.id, b.id),
        )
        .map(([a, b]) => swapped(from.lines, a.at, b.at)),
  ],
  [
    'uniform-causal',
    'swap across senders, at one that crashed',
    (from) =>
      neighbours(from)
        .filter(
          ([a, b]) =>
            from.gone.includes(a.who) && from.senderOf(a.id) !== from.senderOf(b.id) && causes(from, a.id, b.id),
        )
        .map(([a, b]) => swapped(from.lines, a.at, b.at)),
  ],
  [
    'total',
    'swap',
    (from) =>
      neighbours(from)
        .filter(([a]) => from.always.includes(a.who) && from.always.length > 1)
        .filter(([a, b]) =>
          from.always.some((one) => one !== a.who && [a, b].every(({ id }) => holders(from, id).includes(one))),
        )
        .map(([a, b]) => swapped(from.lines, a.at, b.at)),
  ],
  [
    'uniform-total',
    'swap at one that crashed',
    (from) =>
      neighbours(from)
        .filter(([a]) => from.gone.includes(a.who) && from.always.length > 0)
        .map(([a, b]) => swapped(from.lines, a.at, b.at)),
  ],
  [
    'prefix',
    'drop at one that crashed',
    (from) =>
      from.got
        .filter(
          ({ at, who }) =>
            from.gone.includes(who) &&
            !from.joined.includes(who) &&
            from.always.length > 0 &&
            from.got.some((one) => one.who === who && one.at > at),
        )
        .map(({ at }) => without(from.lines, (n) => n === at)),
  ],
  [
    'view-synchrony',
    'deliver in the next view',
    (from) =>
      from.all
        .filter(({ who, what }) => what === 'views' && from.always.includes(who) && from.always.length > 1)
        .flatMap((view) => {
          const before = from.all.findLast(({ at, who }) => at < view.at && who === view.who);
          return before?.what === 'delivers' ? [swapped(from.lines, before.at, view.at)] : [];
        }),
  ],
  [
    'views',
    'another membership for the same id',
    (from) =>
      from.all
        .filter(
          ({ what, id }) => what === 'views' && from.all.filter((one) => one.what === what && one.id === id).length > 1,
        )
        .map(({ at, who, id }) => from.lines.map((line, n) => (n === at ? `${who} views ${id} ${who},p9` : line))),
  ],
  [
    'views',
    'back to an earlier view',
    (from) =>
      from.all
        .filter(({ what }) => what === 'views')
        .map(({ at, who }) => [...from.lines.slice(0, at + 1), `${who} views 0 ${who}`, ...from.lines.slice(at + 1)]),
  ],
];

describe('seeded mutants are all caught', () => {
  it.each(spots)('%s: %s', (name, _, spoil) => {
    let tried = 0;
    fc.assert(
      fc.property(atomicHistory(), fc.nat(), (lines, seed) => {
        const mutants = spoil(read(lines));
        fc.pre(mutants.length > 0);
        const mutant = mutants[seed % mutants.length]!;
        const verdict = judgeRecords(told(...mutant), { claims })[name];
        if (verdict.is !== 'violated') throw new Error(`${verdict.is}:\n${mutant.join('\n')}`);
        tried += 1;
      }),
      { seed: 63, numRuns: 120, maxSkipsPerRun: 100 },
    );
    expect(tried).toBe(120);
  });

  it('total-global: a cycle of n that no pair shows, among what each of n processes delivers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 7 }), fc.nat(), (n, turn) => {
        const names = Array.from({ length: n }, (_, at) => `p${at + 1}`);
        const by = Object.fromEntries(
          names.map((name, at) => [name, `m${((at + turn) % n) + 1} m${((at + turn + 1) % n) + 1}`]),
        );
        const sends = names.map((name, at) => `${name} sends m${at + 1}`);
        const verdicts = judgeRecords(told(`members 1 ${names.join(',')}`, ...sends, ...deliveries(by), 'settled'));
        expect(verdicts.total.is).toBe('holds');
        expect(verdicts['total-global']).toMatchObject({ is: 'violated', witness: { kind: 'cycle' } });
        const { witness } = verdicts['total-global'] as { witness: { messages: string[] } };
        expect(witness.messages).toHaveLength(n);
      }),
      { seed: 64, numRuns: 30 },
    );
  });
});
