import fc from 'fast-check';
import {
  type Command,
  type Outcome,
  type State,
  type Trigger,
  decide,
  finalStates,
  inStep,
  isAnswered,
  isFinal,
  mergeLines,
  outOfStock,
  saga,
  totalsOf,
  whyNotCancelled,
} from './order.domain';

const states = Object.keys(saga) as State[];
const triggers = [...new Set(states.flatMap((state) => Object.keys(saga[state])))] as Trigger[];
const anyTriggers = fc.array(fc.constantFrom(...triggers), { maxLength: 40 });

/** Every change of an order that starts as pending, for one sequence of triggers. */
function changes(sequence: readonly Trigger[]) {
  let state: State = 'pending';
  return sequence.flatMap((trigger) => {
    const change = decide(state, trigger);
    if (!change) return [];
    const from = state;
    state = change.to;
    return [{ from, trigger, ...change }];
  });
}

describe('the table', () => {
  test('whatever happens in whatever order, the order stays in the table', () => {
    fc.assert(
      fc.property(anyTriggers, (sequence) => {
        for (const { to } of changes(sequence)) expect(states).toContain(to);
      }),
    );
  });

  test('what is final stays final', () => {
    fc.assert(
      fc.property(anyTriggers, (sequence) => {
        const all = changes(sequence);
        const end = all.findIndex(({ to }) => isFinal(to));
        if (end >= 0) for (const { to } of all.slice(end)) expect(to).toBe(all[end]!.to);
      }),
    );
  });

  test('stock is released or shipped at most once, and shipped only where it was reserved', () => {
    fc.assert(
      fc.property(anyTriggers, (sequence) => {
        const all = changes(sequence);
        const given = all.flatMap(({ commands = [] }) => commands);
        expect(given.filter((c) => c === 'ship' || c === 'release').length).toBeLessThanOrEqual(1);
        expect(given.filter((c) => c === 'pay').length).toBeLessThanOrEqual(1);
        const before = (command: Command) => all.slice(0, all.findIndex((c) => c.commands?.includes(command)) + 1);
        if (given.includes('ship')) expect(before('ship').map((c) => c.trigger)).toContain('reserved');
        if (given.includes('release')) {
          const cause = before('release').map((c) => c.trigger);
          expect(cause.includes('reserved') !== cause.includes('gaveUp')).toBe(true);
        }
      }),
    );
  });

  test('the first event of an order is that it was accepted or rejected; each is told once, but returned', () => {
    fc.assert(
      fc.property(anyTriggers, (sequence) => {
        const told = changes(sequence).flatMap(({ event }) => (event && event !== 'returned' ? [event] : []));
        if (told.length > 0) expect(['accepted', 'rejected']).toContain(told[0]);
        expect(new Set(told).size).toBe(told.length);
      }),
    );
  });

  test('every state can be reached, and every state has a way to a final one', () => {
    const reach = (from: State, seen = new Set<State>()): Set<State> => {
      if (seen.has(from)) return seen;
      seen.add(from);
      for (const { to } of Object.values(saga[from])) reach(to, seen);
      return seen;
    };
    expect([...reach('pending')].sort()).toEqual([...states].sort());
    for (const state of states) expect([...reach(state)].some(isFinal)).toBe(true);
  });

  test('a cancel is refused exactly where the table has none and nothing of the kind is under way', () => {
    const underWay: State[] = ['cancelling', 'releasing', 'cancelled'];
    for (const state of states) {
      expect(whyNotCancelled(state) === '').toBe(saga[state].cancel !== undefined || underWay.includes(state));
    }
  });
});

/**
 * The others, as they are promised to be: fulfilment gives each order's outcomes dense steps and decides alone whether
 * it is shipped or cancelled; inventory acknowledges. Returns all that fulfilment and inventory could say next.
 */
interface Others {
  queue: Command[];
  step: number;
  next: 'none' | 'payment' | 'packing' | 'shipping';
  closed: boolean;
}

function fulfil(others: Others, work: 'action' | 'cancel', declines: boolean): Outcome | undefined {
  if (others.closed) return undefined;
  if (work === 'cancel') {
    others.closed = true;
    return 'cancelled';
  }
  if (others.next === 'payment') {
    others.closed = declines;
    others.next = 'packing';
    return declines ? 'declined' : 'paid';
  }
  if (others.next === 'packing') {
    others.next = 'shipping';
    return 'packed';
  }
  others.closed = true;
  return 'shipped';
}

test('an order that gets all it was promised ends final, however messages overtake and repeat each other', () => {
  const choices = fc.array(fc.nat(), { minLength: 200, maxLength: 200 });
  const ends = new Set<State>();
  fc.assert(
    fc.property(choices, fc.boolean(), fc.option(fc.nat(30), { nil: undefined }), (pick, declines, cancelAt) => {
      const others: Others = { queue: [], step: 0, next: 'none', closed: false };
      let order = { state: 'pending' as State, step: 0, kept: [] as { step: number; outcome: Outcome }[] };
      let inFlight: { step: number; outcome: Outcome }[] = [];
      const work: (() => void)[] = [];

      const act = (by: 'action' | 'cancel') => () => {
        const outcome = fulfil(others, by, declines);
        if (!outcome) return;
        const milestone = { step: (others.step += 1), outcome };
        inFlight.push(milestone, milestone); // every milestone comes twice
        if (!others.closed) work.push(act('action'));
      };
      const happen = (trigger: Trigger) => {
        const change = decide(order.state, trigger);
        if (!change) return;
        order.state = change.to;
        for (const command of change.commands ?? []) {
          if (command === 'pay') {
            others.next = 'payment';
            work.push(act('action'));
          }
          if (command === 'cancel') work.push(act('cancel'));
          if (command === 'release') work.push(() => happen('released'));
          if (command === 'ship') work.push(() => happen('stockShipped'));
        }
      };
      const arrive = (milestone: { step: number; outcome: Outcome }) => {
        const { due, kept } = inStep(order.step, order.kept, milestone);
        order = { ...order, kept, step: order.step + due.length };
        for (const { outcome } of due) happen(outcome);
      };

      happen('reserved');
      for (const [turn, choice] of pick.entries()) {
        if (turn === cancelAt) happen('cancel');
        const open = work.length + inFlight.length;
        if (open === 0) continue;
        const at = choice % open;
        if (at < work.length) work.splice(at, 1)[0]!();
        else {
          const milestone = inFlight[at - work.length]!;
          inFlight = inFlight.filter((_, i) => i !== at - work.length);
          arrive(milestone);
        }
      }
      expect({ left: work.length + inFlight.length, kept: order.kept }).toEqual({ left: 0, kept: [] });
      expect(finalStates).toContain(order.state);
      ends.add(order.state);
    }),
    { numRuns: 1000, seed: 3 },
  );
  expect([...ends].sort()).toEqual([...finalStates].sort()); // the runs reached each of them
});

test('milestones in any order, repeated, come to what they come to in order', () => {
  const outcome = fc.constantFrom<Outcome>('paid', 'declined', 'packed', 'shipped', 'cancelled', 'refunded');
  const scrambled = fc.array(outcome, { maxLength: 8 }).chain((list) => {
    const inOrder = list.map((each, i) => ({ step: i + 1, outcome: each }));
    const twice = [...inOrder, ...inOrder];
    return fc.tuple(fc.constant(inOrder), fc.shuffledSubarray(twice, { minLength: twice.length }));
  });
  fc.assert(
    fc.property(scrambled, ([inOrder, arrivals]) => {
      let last = 0;
      let kept: typeof inOrder = [];
      const applied: typeof inOrder = [];
      for (const milestone of arrivals) {
        const now = inStep(last, kept, milestone);
        applied.push(...now.due);
        last += now.due.length;
        kept = now.kept;
        expect(kept.every((m) => m.step > last + 1)).toBe(true);
      }
      expect(applied).toEqual(inOrder);
      expect(kept).toEqual([]);
    }),
  );
});

test('an order that was given up is answered only when it is released', () => {
  expect(isAnswered({ state: 'pending', version: 0 })).toBe(false);
  expect(isAnswered({ state: 'rejecting', version: 0 })).toBe(false);
  expect(isAnswered({ state: 'rejecting', version: 1 })).toBe(true); // was accepted before
  expect(isAnswered({ state: 'rejected', version: 1 })).toBe(true);
});

test('repeated skus add up, and no piece is lost', () => {
  expect(
    mergeLines([
      { sku: 'A', quantity: 1 },
      { sku: 'B', quantity: 2 },
      { sku: 'A', quantity: 3 },
    ]),
  ).toEqual([
    { sku: 'A', quantity: 4 },
    { sku: 'B', quantity: 2 },
  ]);
});

test('sums are exact beyond what a number holds', () => {
  const big = 2n ** 53n;
  const line = { net: big, vat: 1n, gross: big + 1n, parcels: 1 };
  expect(totalsOf([line, line])).toEqual({ net: 2n * big, vat: 2n, gross: 2n * big + 2n, parcels: 2 });
});

test('the reason names what is out of stock', () => {
  expect(outOfStock([{ sku: '22633', wanted: 5, available: 2 }])).toBe('out of stock: 22633 (wanted 5, have 2)');
  const many = ['A', 'B', 'C', 'D', 'E'].map((sku) => ({ sku, wanted: 1, available: 0 }));
  expect(outOfStock(many)).toMatch(/C \(wanted 1, have 0\) and 2 more$/);
});
