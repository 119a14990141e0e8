import fc from 'fast-check';
import {
  type Executed,
  type LoggedOperation,
  type Operation,
  type State,
  accountKey,
  apply,
  defaultLimit,
  emptyState,
  execute,
  nameKey,
} from './ledger.domain';
import { hashOfEntries, hashText, operationHash } from './state-hash.domain';

const customers = ['ann', 'bob', 'cy'];
const amount = fc.bigInt({ min: 0n, max: 60_000_000n });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('debit' as const, 'refund' as const),
    customer: fc.constantFrom(...customers),
    amount,
  }),
  fc.record({ kind: fc.constant('limit' as const), customer: fc.constantFrom(...customers), limit: amount }),
  fc.record({ kind: fc.constant('put' as const), name: fc.constantFrom('X', 'Y'), value: fc.string({ maxLength: 3 }) }),
);
/** Operations of which some come again, and some come as others under a known id. */
const log = fc
  .array(fc.record({ id: fc.integer({ min: 0, max: 12 }), operation: fc.option(operation, { nil: undefined }) }), {
    maxLength: 25,
  })
  .map((all) => {
    const made = new Map<number, Operation | undefined>();
    return all.map(({ id, operation: one }, index): LoggedOperation => {
      if (!made.has(id)) made.set(id, one);
      const same = index % 5 !== 4;
      return {
        version: index + 1,
        operationId: one || made.get(id) ? `op-${id}` : '',
        replica: `r${index % 3}`,
        operation: same ? made.get(id) : one,
      };
    });
  });

/** Executes a log in steps of these sizes, as replicas do whose batches differ. */
function run(records: LoggedOperation[], sizes: number[]): { state: State; executed: Executed[] } {
  const state = emptyState();
  const executed: Executed[] = [];
  for (let at = 0, step = 0; at < records.length; step += 1) {
    const size = Math.max(1, sizes[step % sizes.length] ?? 1);
    const firsts = executed.filter(({ first, version }) => first === version);
    const known = new Map(firsts.map((one) => [one.operationId, one]));
    known.delete('');
    const changes = execute(state, records.slice(at, at + size), known);
    apply(state, changes);
    executed.push(...changes.executed);
    at += size;
  }
  return { state, executed };
}

const debit = (customer: string, pence: bigint): Operation => ({ kind: 'debit', customer, amount: pence });
const logged = (operations: (Operation | undefined)[], ids?: string[]): LoggedOperation[] =>
  operations.map((one, index) => ({
    version: index + 1,
    operationId: ids?.[index] ?? `op-${index}`,
    replica: 'r1',
    operation: one,
  }));
const told = (records: LoggedOperation[]) =>
  run(records, [1]).executed.map(({ outcome, reason, balance }) => [outcome, reason, balance]);

describe('the machine', () => {
  it('debits up to the limit and not beyond; a refund makes room again', () => {
    expect(
      told(
        logged([
          { kind: 'limit', customer: 'ann', limit: 100n },
          debit('ann', 100n),
          debit('ann', 1n),
          { kind: 'refund', customer: 'ann', amount: 1n },
          debit('ann', 1n),
          debit('bob', defaultLimit),
          debit('bob', 1n),
        ]),
      ),
    ).toEqual([
      ['done', '', 0n],
      ['done', '', 100n],
      ['declined', 'over-limit', 100n],
      ['done', '', 99n],
      ['done', '', 100n],
      ['done', '', defaultLimit],
      ['declined', 'over-limit', defaultLimit],
    ]);
  });

  it('a refund is never declined, but for numbers that no store holds', () => {
    const most = BigInt(Number.MAX_SAFE_INTEGER);
    expect(
      told(
        logged([
          { kind: 'refund', customer: 'ann', amount: most },
          { kind: 'refund', customer: 'ann', amount: 1n },
          { kind: 'debit', customer: 'ann', amount: -1n },
          { kind: 'limit', customer: 'ann', limit: most + 1n },
        ]),
      ),
    ).toEqual([
      ['done', '', -most],
      ['declined', 'out-of-range', -most],
      ['declined', 'out-of-range', -most],
      ['declined', 'out-of-range', -most],
    ]);
  });

  it('an operation that comes again has no second effect and the first result; another under its id is declined', () => {
    const operations = [debit('ann', 5n), debit('ann', 5n), debit('ann', 7n), debit('ann', 5n)];
    const { executed, state } = run(logged(operations, ['a', 'a', 'a', 'b']), [1, 3]);
    expect(executed.map(({ first, outcome, reason, balance }) => [first, outcome, reason, balance])).toEqual([
      [1, 'done', '', 5n],
      [1, 'done', '', 5n],
      [1, 'declined', 'operation-differs', 5n],
      [4, 'done', '', 10n],
    ]);
    expect(state.entries.get(accountKey('ann'))?.balance).toBe(10n);
  });

  it('a declined operation that comes again stays declined, whatever the limit is by then', () => {
    const operations: Operation[] = [
      { kind: 'limit', customer: 'ann', limit: 1n },
      debit('ann', 5n),
      { kind: 'limit', customer: 'ann', limit: 100n },
      debit('ann', 5n),
    ];
    expect(run(logged(operations, ['a', 'b', 'c', 'b']), [2]).executed.at(-1)).toMatchObject({
      first: 2,
      outcome: 'declined',
      reason: 'over-limit',
    });
  });

  it('what is no operation takes its version and does nothing', () => {
    const { state, executed } = run(logged([undefined, debit('ann', 1n)], ['', 'a']), [2]);
    expect(executed[0]).toMatchObject({ version: 1, outcome: 'declined', reason: 'invalid' });
    expect(state).toMatchObject({ version: 2 });
  });

  it('a version that does not follow is refused, and nothing is changed by execution alone', () => {
    const state = emptyState();
    expect(() => execute(state, [{ version: 2, operationId: 'a', replica: 'r' }], new Map())).toThrow(
      'does not follow',
    );
    execute(state, logged([debit('ann', 1n)]), new Map());
    expect(state).toEqual(emptyState());
  });

  it('the state, every result and every hash depend on the log alone, not on how it was cut into batches', () => {
    fc.assert(
      fc.property(log, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (records, sizes) => {
        const [one, other] = [run(records, [1]), run(records, sizes)];
        expect(other).toEqual(one);
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  it('the hash is of the whole state: what it is made of adds up to it, and another state has another', () => {
    fc.assert(
      fc.property(log, (records) => {
        const { state, executed } = run(records, [4]);
        const sum = executed.reduce((all, one) => all + operationHash(one), hashOfEntries(state.entries));
        expect(BigInt.asUintN(64, sum)).toBe(state.hash);
        expect(executed.at(-1)?.hash ?? hashText(0n)).toBe(hashText(state.hash));
        expect(new Set(executed.filter(({ first, version }) => first === version).map(({ hash }) => hash)).size).toBe(
          executed.filter(({ first, version }) => first === version).length,
        );
      }),
      { seed: 7, numRuns: 200 },
    );
    const put = (value: string) => run(logged([{ kind: 'put', name: 'X', value }]), [1]).state;
    expect(put('3').hash).not.toBe(put('5').hash);
    expect(put('3').entries.get(nameKey('X'))).toEqual({ balance: 0n, value: '3' });
  });
});
