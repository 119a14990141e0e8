import fc from 'fast-check';
import {
  type Cut,
  ended,
  type Happening,
  happened,
  lastOf,
  noWindows,
  type Pane,
  type Plan,
  retold,
  spansOf,
  watermarkOf,
  type Windows,
} from './windows';

const tumbling: Cut = { kind: 'tumbling', sizeMs: 10 };
const hopping: Cut = { kind: 'hopping', sizeMs: 20, everyMs: 5 };
const session: Cut = { kind: 'session', gapMs: 7 };
const cuts = [tumbling, hopping, session];

const events = (most = 60) =>
  fc
    .array(
      fc.record({ key: fc.constantFrom('a', 'b', 'c'), at: fc.nat(200), amount: fc.integer({ min: -9, max: 9 }) }),
      {
        maxLength: most,
      },
    )
    .map((all) => all.map((one, index): Happening => ({ id: `e${index}`, ...one })));
const cut = fc.constantFrom(...cuts);
const sorted = (all: Happening[]) => [...all].sort((a, b) => a.at - b.at);

/** No event is more than `disorderMs` behind one that came before it. */
const shuffledWithin = (all: Happening[], disorderMs: number, noise: number[]): Happening[] =>
  sorted(all)
    .map((one, index) => ({
      one,
      place: one.at + ((noise[index % Math.max(1, noise.length)] ?? 0) % (disorderMs + 1)),
    }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);

const plain = ({ key, from, to, count, sum }: Pane) => ({ key, from, to, count, sum });
const byPlace = (a: Pane, b: Pane) => a.to - b.to || a.from - b.from || (a.key < b.key ? -1 : 1);

/** Windows by the book, with all events known beforehand. */
const naive = (how: Cut, all: Happening[]): ReturnType<typeof plain>[] => {
  const panes = new Map<string, Pane>();
  const add = (key: string, from: number, to: number, amount: number) => {
    const place = `${key}/${from}`;
    const pane = panes.get(place) ?? { key, from, to, count: 0, sum: 0, revision: 0 };
    panes.set(place, { ...pane, to: Math.max(to, pane.to), count: pane.count + 1, sum: pane.sum + amount });
  };
  if (how.kind !== 'session')
    for (const { key, at, amount } of all) for (const { from, to } of spansOf(how, at)) add(key, from, to, amount);
  else
    for (const key of new Set(all.map((one) => one.key))) {
      let [from, last] = [-Infinity, -Infinity];
      for (const { at, amount } of sorted(all.filter((one) => one.key === key))) {
        if (at - last >= how.gapMs) from = at;
        add(key, from, at + how.gapMs, amount);
        last = at;
      }
    }
  return [...panes.values()].sort(byPlace).map(plain);
};

const run = (plan: Plan, all: Happening[], from: Windows = noWindows(plan)) => {
  const told: Pane[] = [];
  const tooLate: string[] = [];
  let windows = from;
  for (const event of all) {
    const next = happened(windows, event);
    if (next.tooLate) tooLate.push(event.id);
    told.push(...next.told);
    ({ windows } = next);
  }
  return { windows, told, tooLate };
};

describe('where an event belongs', () => {
  test('tumbling: in one window; hopping: in as many as fit over it; each holds it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), (at) => {
        expect(spansOf(tumbling, at)).toHaveLength(1);
        expect(spansOf(hopping, at)).toHaveLength(4);
        for (const how of [tumbling, hopping])
          for (const { from, to } of spansOf(how, at)) {
            expect(from).toBeLessThanOrEqual(at);
            expect(to).toBeGreaterThan(at);
          }
      }),
    );
  });

  test('the windows of a day, by example', () => {
    expect(spansOf(tumbling, 10)).toEqual([{ from: 10, to: 20 }]);
    expect(spansOf(hopping, 12)).toEqual([
      { from: -5, to: 15 },
      { from: 0, to: 20 },
      { from: 5, to: 25 },
      { from: 10, to: 30 },
    ]);
  });
});

describe('events in the order in which they happened, or as much out of it as is allowed', () => {
  test('the windows are those by the book, each told once, none late', () => {
    fc.assert(
      fc.property(
        cut,
        events(),
        fc.nat(30),
        fc.array(fc.nat(1000), { maxLength: 40 }),
        (how, all, disorderMs, noise) => {
          const { told, windows, tooLate } = run({ cut: how, disorderMs }, shuffledWithin(all, disorderMs, noise));
          const every = [...told, ...ended(windows)];
          expect(every.sort(byPlace).map(plain)).toEqual(naive(how, all));
          expect(every.every(({ revision }) => revision === 0)).toBe(true);
          expect(tooLate).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('nothing is told before the watermark has passed its end', () => {
    fc.assert(
      fc.property(cut, events(), fc.nat(20), (how, all, disorderMs) => {
        let windows = noWindows({ cut: how, disorderMs });
        for (const event of sorted(all)) {
          const next = happened(windows, event);
          for (const { to } of next.told) {
            expect(to).toBeLessThanOrEqual(watermarkOf(next.windows));
            expect(to).toBeGreaterThan(watermarkOf(windows));
          }
          ({ windows } = next);
        }
      }),
    );
  });
});

describe('late data', () => {
  test('too late for all its windows: counted as late, and nowhere else', () => {
    fc.assert(
      fc.property(fc.constantFrom(tumbling, hopping), events(), fc.nat(5), (how, all, disorderMs) => {
        const { told, windows, tooLate } = run({ cut: how, disorderMs }, all);
        const panes = [...told, ...ended(windows)];
        expect(windows.late).toBe(tooLate.length);
        const counted = panes.reduce((sum, { count }) => sum + count, 0);
        const inTime = all.filter(({ id }) => !tooLate.includes(id));
        if (how.kind === 'tumbling') expect(counted).toBe(inTime.length);
        else expect(counted).toBeLessThanOrEqual(4 * inTime.length);
        expect(new Set(panes.map(({ key, from }) => `${key}/${from}`)).size).toBe(panes.length);
      }),
    );
  });

  test('late, but not too late: the window is told again, and the last word is the whole', () => {
    fc.assert(
      fc.property(fc.constantFrom(tumbling, hopping), events(), (how, all) => {
        const plan = { cut: how, disorderMs: 0, latenessMs: 1000 };
        expect(retold(plan, all)).toEqual({ panes: expect.anything(), late: 0 });
        expect(retold(plan, all).panes.map(plain)).toEqual(naive(how, all));
      }),
    );
  });

  test('by example: on time, told again, and too late', () => {
    const plan: Plan = { cut: tumbling, disorderMs: 2, latenessMs: 10 };
    const at = (when: number, id = `e${when}`): Happening => ({ id, key: 'a', at: when, amount: 1 });
    const { told, tooLate } = run(plan, [at(1), at(11), at(12), at(9), at(24), at(8, 'dead')]);
    expect(told).toEqual([
      { key: 'a', from: 0, to: 10, count: 1, sum: 1, revision: 0 },
      { key: 'a', from: 0, to: 10, count: 2, sum: 2, revision: 1 },
      { key: 'a', from: 10, to: 20, count: 2, sum: 2, revision: 0 },
    ]);
    expect(tooLate).toEqual(['dead']);
    expect(lastOf(told).map(({ count }) => count)).toEqual([2, 2]);
  });

  test('a late event joins two sessions into one, which counts instead of both', () => {
    const plan: Plan = { cut: session, disorderMs: 0, latenessMs: 100 };
    const at = (when: number): Happening => ({ id: `e${when}`, key: 'a', at: when, amount: 1 });
    const { told, windows } = run(plan, [at(0), at(10), at(30), at(5)]);
    expect(lastOf([...told, ...ended(windows)]).map(plain)).toEqual([
      { key: 'a', from: 0, to: 17, count: 3, sum: 3 },
      { key: 'a', from: 30, to: 37, count: 1, sum: 1 },
    ]);
  });
});

test('stored anywhere and read again, it goes on as if nothing had been', () => {
  fc.assert(
    fc.property(cut, events(), fc.nat(60), fc.nat(10), (how, all, where, disorderMs) => {
      const plan = { cut: how, disorderMs, latenessMs: 5 };
      const whole = run(plan, all);
      const first = run(plan, all.slice(0, where));
      const second = run(plan, all.slice(where), JSON.parse(JSON.stringify(first.windows)) as Windows);
      expect([...first.told, ...second.told]).toEqual(whole.told);
      expect(second.windows).toEqual(whole.windows);
    }),
  );
});
