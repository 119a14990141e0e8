import { randomBytes } from 'node:crypto';
import { openStore } from '@parley/store';
import { type LoggedOperation, type State } from './ledger.domain';
import { hashText } from './state-hash.domain';
import { openReplica } from './ledger.service';
import { executedAfter, loadState, replaceState } from './ledger.store';
import { type LedgerTables, migrations } from './migrations';
import { freshFolder } from './testing/replicas';

const folder = freshFolder();
afterAll(folder.remove);

const debit = (version: number, operationId = `op-${version}`, amount = 5n): LoggedOperation => ({
  version,
  operationId,
  replica: version % 2 ? 'one' : 'two',
  operation: { kind: 'debit', customer: `c${version % 3}`, amount },
});
const many = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => debit(from + at));

describe.each([
  ['SQLite', undefined],
  ['PostgreSQL', process.env.PARLEY_TEST_DATABASE_URL],
])('a replica on %s', (_what, databaseUrl) => {
  const service = `ledger_${randomBytes(4).toString('hex')}`;
  const open = () => openStore<LedgerTables>({ service, dataDir: folder.dir, databaseUrl, migrations });
  let store: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => (store = await open()));
  afterAll(() => store.close());

  const snapshots: State[] = [];
  const replicaOf = async (publish = async (): Promise<unknown> => undefined) =>
    openReplica({
      name: 'one',
      store,
      state: await loadState(store),
      publish,
      snapshotEvery: 5,
      onSnapshot: (state) => snapshots.push(state),
    });

  it('stores what it executes with the version, goes on from there, passes over what it has seen', async () => {
    const first = await replicaOf();
    await first.take(many(1, 4));
    const again = await replicaOf();
    expect([again.version(), again.hash()]).toEqual([4, first.hash()]);
    await again.take(many(1, 7));
    expect(again.version()).toBe(7);
    expect(again.read({ customer: 'c1' })?.balance).toBe(15n);
    expect((await loadState(store)).entries.get('customer/c1')?.balance).toBe(15n);
    expect((await executedAfter(store, 2, 3)).map(({ version }) => version)).toEqual([3, 4, 5]);
  });

  it('a repetition from long ago is known, and only who took in the operation at the right version takes a snapshot', async () => {
    const replica = await replicaOf();
    await replica.take([debit(8, 'op-1'), debit(9, 'op-9'), debit(10), debit(11), ...many(12, 15)]);
    expect((await executedAfter(store, 7, 1))[0]).toMatchObject({ version: 8, first: 1, balance: 5n });
    expect(snapshots.map(({ version }) => version)).toEqual([5, 15]);
    const [, at15] = snapshots;
    expect(hashText(at15!.hash)).toBe(replica.hash());
    await replica.take(many(16, 16));
    expect(at15!.entries.get('customer/c1')).not.toBe(replica.read({ customer: 'c1' }));
  });

  it('a gap is told and changes nothing', async () => {
    const replica = await replicaOf();
    await expect(replica.take(many(20, 22))).rejects.toMatchObject({ kind: 'retryable' });
    expect(replica.version()).toBe(16);
  });

  it('answers a write when it is executed here, whoever published it; a write that was not published fails at once', async () => {
    const replica = await replicaOf(async () => undefined);
    const operation = { kind: 'debit', customer: 'c9', amount: 5n } as const;
    let answered = false;
    const writing = replica.write('w', operation, 5000).finally(() => (answered = true));
    await new Promise(setImmediate);
    expect(answered).toBe(false);
    await replica.take([{ version: 17, operationId: 'w', replica: 'two', operation }]);
    expect(await writing).toMatchObject({ version: 17, outcome: 'done', balance: 5n });
    const late = replica.write('never', operation, 30);
    await expect(late).rejects.toMatchObject({ kind: 'unknown' });
    const { Retryable } = await import('@parley/faults');
    const unable = await replicaOf(async () => Promise.reject(new Retryable('no broker')));
    await expect(unable.write('w2', operation, 5000)).rejects.toThrow('no broker');
    await replica.idle(0);
  });

  it('a reader waits for its version, and is told when it does not come', async () => {
    const replica = await replicaOf();
    expect(await replica.reach(17, 0)).toBe(true);
    expect(await replica.reach(18, 20)).toBe(false);
    const waiting = replica.reach(18, 5000);
    await replica.take([debit(18)]);
    expect(await waiting).toBe(true);
  });

  it('a state from elsewhere takes the place of its own, whole or not at all', async () => {
    const replica = await replicaOf();
    const state = await loadState(store);
    const executed = await executedAfter(store, 0, 100);
    const bad = { ...state, hash: state.hash + 1n };
    await expect(replaceState(store, bad, [executed])).rejects.toMatchObject({ reason: 'snapshot-differs' });
    expect(await loadState(store)).toEqual(state);
    await replaceState(store, state, [executed.slice(0, 5), executed.slice(5)]);
    expect(await loadState(store)).toEqual(state);
    expect(await executedAfter(store, 0, 100)).toEqual(executed);
    expect(replica.hash()).toBe(hashText(state.hash));
  });
});
