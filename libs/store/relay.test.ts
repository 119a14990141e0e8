import { Fatal, Retryable } from '@parley/faults';
import { deadOutbox, enqueue, outboxPending, outboxRelay, redriveOutbox } from './index';
import type { OutboxRow, Relay, RelayOptions, Settled, Store } from './index';
import { message, shopMigrations } from './shop.fixture';
import type { ShopTables } from './shop.fixture';
import { eachStore } from './testing';

const put = (store: Store<ShopTables>, ...ids: string[]) =>
  store.transaction(async (tx) => {
    for (const id of ids) await enqueue(tx, message(id));
  });

const sent = (row: OutboxRow): Settled<ShopTables> => ({ row, ok: true });

/** Resolves when the condition holds; looks at every turn of the event loop. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(setImmediate);
}

eachStore((_, open) => {
  let relays: Relay[] = [];
  afterEach(async () => {
    await Promise.all(relays.map((relay) => relay.drain()));
    relays = [];
  });

  async function relayOf(
    store: Store<ShopTables>,
    options: Partial<RelayOptions<ShopTables>> & Pick<RelayOptions<ShopTables>, 'deliver'>,
  ) {
    const relay = outboxRelay(store, { channel: 'kafka', order: 'strict', owner: 'orders-1', ...options });
    relays.push(relay);
    await relay.start();
    return relay;
  }

  test('a row is delivered as it was enqueued, once, and marked', async () => {
    const store = await open<ShopTables>(shopMigrations);
    const rows: OutboxRow[] = [];
    await relayOf(store, { deliver: async (some) => (rows.push(...some), some.map(sent)) });
    const body = Buffer.from([0, 255, 10]);
    const trace = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
    await store.transaction((tx) => enqueue(tx, message('a', { body, trace, headers: { 'ce-id': 'a' } })));
    await store.transaction((tx) => enqueue(tx, message('b', { key: undefined, channel: 'rabbitmq' })));
    await until(async () => (await outboxPending(store, 'kafka')) === 0);
    expect(rows).toEqual([
      { ...message('a'), body, trace, headers: { 'ce-id': 'a' }, seq: 1, attempts: 0, at: expect.stringMatching(/Z$/) },
    ]);
    expect(await outboxPending(store)).toBe(1);
  });

  test('a commit wakes the relay: it does not wait for the poll', async () => {
    const store = await open<ShopTables>(shopMigrations);
    const rows: string[] = [];
    await relayOf(store, {
      pollMs: 60_000,
      deliver: async (some) => (rows.push(...some.map((row) => row.id)), some.map(sent)),
    });
    await put(store, 'a');
    await until(() => rows.length === 1);
    await put(store, 'b');
    await until(() => rows.length === 2);
    expect(rows).toEqual(['a', 'b']);
  });

  test('strict: what fails is tried again before anything behind it', async () => {
    const store = await open<ShopTables>(shopMigrations);
    const delivered: string[] = [];
    let failures = 3;
    await relayOf(store, {
      batch: 4,
      deliver: async (rows) => {
        const settled: Settled<ShopTables>[] = [];
        for (const row of rows) {
          if (row.id === 'm5' && failures-- > 0) return [...settled, { row, error: new Retryable('away') }];
          delivered.push(row.id);
          settled.push(sent(row));
        }
        return settled;
      },
    });
    const ids = Array.from({ length: 12 }, (_each, n) => `m${n}`);
    for (const id of ids) await put(store, id);
    await until(async () => (await outboxPending(store)) === 0);
    expect(delivered).toEqual(ids);
    const row = await store.db.selectFrom('outbox').selectAll().where('id', '=', 'm5').executeTakeFirstOrThrow();
    expect(row).toMatchObject({ attempts: 3, last_error: 'away' });
  });

  test('strict: a delivery that throws is held against its first row only', async () => {
    const store = await open<ShopTables>(shopMigrations);
    let calls = 0;
    await put(store, 'a', 'b');
    await relayOf(store, {
      deliver: async (rows) => {
        if (++calls === 1) throw new Fatal('the connection is gone', { reason: 'gone' });
        return rows.map(sent);
      },
    });
    await until(async () => (await outboxPending(store)) === 0);
    const rows = await store.db.selectFrom('outbox').select(['id', 'attempts']).orderBy('seq').execute();
    expect(rows.map((row) => row.attempts)).toEqual([1, 0]);
    expect(await deadOutbox(store)).toEqual([]);
  });

  test('any order: the others do not wait for one that fails; its delay grows', async () => {
    const store = await open<ShopTables>(shopMigrations);
    const tries: number[] = [];
    let healed = false;
    await relayOf(store, {
      order: 'any',
      deliver: async (rows) =>
        rows.map((row) => {
          if (row.id !== 'bad' || healed) return sent(row);
          tries.push(performance.now());
          return { row, error: new Retryable('away') };
        }),
    });
    await put(store, 'bad', 'a', 'b');
    await until(async () => (await outboxPending(store)) === 1);
    await until(() => tries.length === 5);
    // 50, 100, 200, 400 ms, each at least halved by jitter.
    expect(tries[4]! - tries[0]!).toBeGreaterThanOrEqual(370);
    healed = true;
    await until(async () => (await outboxPending(store)) === 0);
  });

  test('a row whose time lies too far ahead is due: the clock was set back', async () => {
    const store = await open<ShopTables>(shopMigrations);
    await put(store, 'a');
    await store.transaction((tx) =>
      tx
        .updateTable('outbox')
        .set({ next_at: Date.now() + 3_600_000 })
        .execute(),
    );
    await relayOf(store, { order: 'any', deliver: async (rows) => rows.map(sent) });
    await until(async () => (await outboxPending(store)) === 0);
  });

  test.each(['strict', 'any'] as const)(
    '%s: a Fatal row dies with its reason, others go on, redrive sends it',
    async (order) => {
      const store = await open<ShopTables>(shopMigrations);
      const delivered: string[] = [];
      let poison = true;
      await relayOf(store, {
        order,
        deliver: async (rows) => {
          const settled: Settled<ShopTables>[] = [];
          for (const row of rows) {
            if (row.id === 'bad' && poison) {
              settled.push({ row, error: new Fatal('too large by 7', { reason: 'too-large' }) });
              if (order === 'strict') break;
            } else {
              delivered.push(row.id);
              settled.push(sent(row));
            }
          }
          return settled;
        },
      });
      await put(store, 'a', 'bad', 'b');
      await until(async () => (await outboxPending(store)) === 0);
      expect(delivered).toEqual(['a', 'b']);
      expect(await deadOutbox(store)).toEqual([
        expect.objectContaining({ id: 'bad', reason: 'too-large', cause: 'too large by 7', attempts: 1 }),
      ]);
      poison = false;
      expect(await redriveOutbox(store, 'rabbitmq')).toBe(0);
      expect(await redriveOutbox(store, 'kafka', 5)).toBe(1);
      await until(() => delivered.includes('bad'));
      await until(async () => (await outboxPending(store)) === 0);
      expect(await deadOutbox(store)).toEqual([]);
    },
  );

  test('`after` commits with the mark; one that throws holds back its own row only', async () => {
    const store = await open<ShopTables>(shopMigrations);
    let broken = true;
    await put(store, 'a', 'bad', 'b');
    await relayOf(store, {
      order: 'any',
      deliver: async (rows) =>
        rows.map((row) => ({
          row,
          ok: true,
          after: async (tx) => {
            await tx.insertInto('effect').values({ id: row.id }).execute();
            if (row.id === 'bad' && broken) throw new Retryable('not yet');
          },
        })),
    });
    await until(async () => (await outboxPending(store)) === 1);
    const effects = async () =>
      (await store.db.selectFrom('effect').selectAll().orderBy('id').execute()).map((row) => row.id);
    expect(await effects()).toEqual(['a', 'b']);
    broken = false;
    await until(async () => (await outboxPending(store)) === 0);
    expect(await effects()).toEqual(['a', 'b', 'bad']);
  });

  test('rows of another process are found without being woken', async () => {
    const store = await open<ShopTables>(shopMigrations);
    const other = await open<ShopTables>(shopMigrations);
    const rows: string[] = [];
    await relayOf(store, { deliver: async (some) => (rows.push(...some.map((row) => row.id)), some.map(sent)) });
    await put(other, 'a');
    await until(() => rows.length === 1);
  });

  test('drain sends what is there and gives the lease back; what fails stays', async () => {
    const store = await open<ShopTables>(shopMigrations);
    const ids = Array.from({ length: 250 }, (_each, n) => `m${n}`);
    const relay = await relayOf(store, {
      deliver: async (rows) =>
        rows.map((row) => (row.id === 'm240' ? { row, error: new Retryable('away') } : sent(row))),
    });
    await put(store, ...ids);
    await relay.drain();
    const left = await store.db.selectFrom('outbox').select('id').where('sent_at', 'is', null).execute();
    expect(left.map((row) => row.id)).toEqual(['m240']);
    expect(await store.db.selectFrom('lease').selectAll().execute()).toEqual([]);
  });

  test('drain does not wait for ever for a delivery that never settles', async () => {
    const store = await open<ShopTables>(shopMigrations);
    let began = false;
    const relay = await relayOf(store, { deliver: () => ((began = true), new Promise(() => undefined)) });
    await put(store, 'a');
    await until(() => began);
    await relay.drain();
    expect(await outboxPending(store)).toBe(1);
  });
});
