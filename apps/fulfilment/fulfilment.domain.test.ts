import fc from 'fast-check';
import { type Command, type Decision, type Fulfilment, decide, isDeclined, unknownOrder } from './fulfilment.domain';

const orderId = 'o-1';
const run = (commands: Command[], perMille = 0, from: Fulfilment = unknownOrder) =>
  commands.reduce<Decision[]>((done, command) => [...done, decide(done.at(-1)?.order ?? from, command, perMille)], []);
const pay: Command = { kind: 'pay', orderId, amount: 1000n };
const [pack, ship, cancel] = (['pack', 'ship', 'cancel'] as const).map((kind): Command => ({ kind, orderId }));
const back = (amount: bigint): Command => ({ kind: 'return', orderId, amount, returnId: 'r-1' });
const outcomes = (decisions: Decision[]) => decisions.map(({ milestone }) => milestone?.outcome);
const fatal = (reason: string) => expect.objectContaining({ kind: 'fatal', reason });

test('paid, packed, shipped; then given back, never above what was paid', () => {
  const done = run([pay, pack!, ship!, back(400n), back(600n)]);
  expect(outcomes(done)).toEqual(['paid', 'packed', 'shipped', 'refunded', 'refunded']);
  expect(done.map(({ next }) => next)).toEqual(['packing', 'shipping', undefined, undefined, undefined]);
  expect(done.map(({ order }) => order.step)).toEqual([1, 2, 3, 4, 5]);
  expect(() => decide(done.at(-1)!.order, back(1n), 0)).toThrow(fatal('over-refund'));
  expect(() => decide(done[2]!.order, back(1001n), 0)).toThrow(fatal('over-refund'));
});

test('a cancel gives all of it back and ends the way', () => {
  const done = run([pay, pack!, cancel!, ship!, pack!, pay, cancel!]);
  expect(done[2]).toMatchObject({ milestone: { outcome: 'cancelled', amount: 1000n }, refund: { amount: 1000n } });
  expect(done.slice(3).every((decision) => decision.order === done[2]!.order && !decision.milestone)).toBe(true);
});

test('a cancel before the payment bars the payment', () => {
  const [barred, late] = run([cancel!, pay]);
  expect(barred).toMatchObject({ milestone: { outcome: 'cancelled', amount: 0n } });
  expect(barred!.refund).toBeUndefined();
  expect(late).toEqual({ order: barred!.order });
});

test('a cancel after the decline or after shipping changes nothing', () => {
  expect(outcomes(run([pay, cancel!, pack!].slice(0, 2), 1000))).toEqual(['declined', undefined]);
  expect(outcomes(run([pay, pack!, ship!, cancel!]))).toEqual(['paid', 'packed', 'shipped', undefined]);
});

describe('a customer with an account', () => {
  const charge: Command = { kind: 'pay', orderId, amount: 1000n, account: true };
  const charged = (declined = ''): Command => ({ kind: 'charged', orderId, amount: 1000n, declined });

  test('is charged at the ledger first: nothing is told until it has answered', () => {
    const [asked, paid, again] = run([charge, charged(), charged()]);
    expect(asked).toEqual({ order: { ...unknownOrder, phase: 'charging' }, charge: 1000n });
    expect(paid).toMatchObject({ milestone: { outcome: 'paid', amount: 1000n }, payment: 1000n, next: 'packing' });
    expect(again).toEqual({ order: paid!.order });
    expect(run([charge, charge])[1]).toEqual({ order: asked!.order });
  });

  test('over the limit is declined, with the ledger’s reason; the chance to be declined comes before', () => {
    const [, declined] = run([charge, charged('over-limit')]);
    expect(declined).toMatchObject({
      order: { phase: 'declined', paid: 0n, step: 1 },
      milestone: { outcome: 'declined', reason: 'over-limit' },
    });
    expect(declined!.payment).toBeUndefined();
    expect(run([charge], 1000)[0]).toMatchObject({ milestone: { outcome: 'declined', reason: 'payment-declined' } });
  });

  test('a cancel while the ledger is asked: cancelled at once; what was debited is given back there, and only there', () => {
    const [, cancelled, late] = run([charge, cancel!, charged()]);
    expect(cancelled).toMatchObject({ order: { phase: 'cancelled' }, milestone: { outcome: 'cancelled', amount: 0n } });
    expect(late).toEqual({ order: cancelled!.order, undo: 1000n });
    expect(run([charge, cancel!, charged('over-limit')])[2]).toEqual({ order: cancelled!.order });
    // Paid and then cancelled, the cancel has given it back.
    const [, , after, answeredAgain] = run([charge, charged(), cancel!, charged()]);
    expect(after!.refund).toMatchObject({ amount: 1000n });
    expect(answeredAgain).toEqual({ order: after!.order });
  });

  test('nothing is packed before the ledger has answered', () => {
    expect(() => run([charge, pack!])).toThrow(fatal('not-paid'));
  });
});

test.each<[string, Command[]]>([
  ['not-paid', [pack!]],
  ['not-packed', [pay, ship!]],
  ['not-shipped', [pay, back(1n)]],
  ['not-shipped', [back(1n)]],
  ['not-shipped', [pay, cancel!, back(1n)]],
  ['invalid-amount', [pay, pack!, ship!, back(0n)]],
  ['invalid-amount', [{ kind: 'pay', orderId, amount: -1n }]],
  ['invalid-amount', [{ kind: 'pay', orderId, amount: 2n ** 60n }]],
])('%s is fatal', (reason, commands) => expect(() => run(commands)).toThrow(fatal(reason)));

test('declines are the same every time, and about as many as asked for', () => {
  const ids = Array.from({ length: 20_000 }, (_, n) => `019ac-${n}`);
  const declined = ids.filter((id) => isDeclined(id, 20));
  expect(declined.length).toBeGreaterThan(300);
  expect(declined.length).toBeLessThan(500);
  expect(ids.filter((id) => isDeclined(id, 20))).toEqual(declined);
  expect(ids.some((id) => isDeclined(id, 0))).toBe(false);
  expect(ids.every((id) => isDeclined(id, 1000))).toBe(true);
});

test('any interleaving with redelivery ends in one consistent state', () => {
  const wish = fc.oneof(
    fc.constant<Command>(cancel!),
    fc.integer({ min: -5, max: 1100 }).map((amount) => back(BigInt(amount))),
    fc.constantFrom<Command>(pay, pack!, ship!),
  );
  fc.assert(
    fc.property(
      fc.array(wish, { maxLength: 12 }),
      fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
      fc.constantFrom(0, 1000),
      (wishes, picks, perMille) => {
        let order = unknownOrder;
        let [payments, refunds, ends] = [0n, 0n, 0];
        const steps: number[] = [];
        const waiting: Command[] = [pay, ...wishes];
        for (const pick of picks) {
          if (waiting.length === 0) break;
          const at = pick % waiting.length;
          const command = waiting[at]!;
          if (pick % 3 !== 0) waiting.splice(at, 1); // otherwise it is delivered again
          const before = order;
          let decision: Decision;
          try {
            decision = decide(order, command, perMille);
          } catch (error) {
            expect(error).toMatchObject({ kind: 'fatal' });
            continue;
          }
          order = decision.order;
          payments += decision.payment ?? 0n;
          refunds += decision.refund?.amount ?? 0n;
          if (decision.milestone) steps.push(order.step);
          else expect(decision).toEqual({ order: before });
          if (['shipped', 'cancelled', 'declined'].includes(decision.milestone?.outcome ?? '')) ends += 1;
          if (decision.next) waiting.push({ kind: decision.next === 'packing' ? 'pack' : 'ship', orderId });
          expect(order.paid).toBe(payments);
          expect(order.refunded).toBe(refunds);
          expect(refunds >= 0n && refunds <= payments).toBe(true);
          expect(steps).toEqual(steps.map((_, n) => n + 1));
          expect(ends).toBeLessThanOrEqual(1);
          if (order.phase === 'cancelled') expect(refunds).toBe(payments);
        }
      },
    ),
    { numRuns: 500 },
  );
});
