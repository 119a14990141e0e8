import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectContract } from '@parley/contracts';
import { killChildren } from '@parley/faults/testing';
import { readLog } from '@parley/middleware/kafka';
import { openStore } from '@parley/store';
import { readRecord } from './events.domain';
import { type ViewsTables, contents, migrations } from './migrations';
import { ordersOf } from './order.domain';
import { openLog, someHistories } from './testing/log';
import { startViews } from './testing/process';

jest.setTimeout(90_000);

const dir = mkdtempSync(join(tmpdir(), 'parley-views-'));
const histories = someHistories(60, 9);
const events = histories.flat();
let log: Awaited<ReturnType<typeof openLog>>;
let running: Awaited<ReturnType<typeof startViews>>;

beforeAll(async () => {
  log = await openLog();
});
afterAll(async () => {
  running?.close();
  killChildren();
  await log?.close();
  rmSync(dir, { recursive: true, force: true });
});

/** The log as it is, made into orders here. */
const fromLog = async () => {
  const records = [];
  for await (const record of readLog(log.client, { topic: log.topic.name, from: 'beginning' }))
    records.push(readRecord(record));
  return ordersOf(records);
};

test('killed in the middle of a batch and started again: the views are what they are when made from nothing', async () => {
  running = await startViews({ ...log, dir });
  await Promise.all(events.slice(0, 100).map((event) => log.append(event)));
  const early = await running.caughtUp();
  await running.control.SetFault({ crashAt: 'views.batch.applied' });
  await Promise.all(events.slice(100).map((event) => log.append(event)));
  expect(await running.child.exited).toMatchObject({ signal: 'SIGKILL' });
  running.close();

  // A relay that died sends again what it had sent; somebody writes what is no event.
  await Promise.all(events.slice(80, 140).map((event) => log.append(event)));
  await log.appendBytes('bad', Buffer.from('{'));
  running = await startViews({ ...log, dir });
  const status = await running.caughtUp();
  expectContract('parley.views.v1.StatusResponse', status);
  expect([early.unreadable, status.unreadable, status.generation]).toEqual(['0', '1', 1]);
  expect(status.cache?.rows).toBe(String(histories.length));
  expect(status.visible!.events).toBeGreaterThan(0);

  const rebuilt = await running.views.Rebuild({ check: true });
  expectContract('parley.views.v1.RebuildResponse', rebuilt);
  expect(rebuilt).toMatchObject({ generation: 2, same: true, cacheBefore: status.cache, searchBefore: status.search });
  expect([rebuilt.cache, rebuilt.search, Number(rebuilt.records)]).toEqual([
    status.cache,
    status.search,
    events.length + 60 + 1,
  ]);

  const expected = await fromLog();
  for (const [orderId, { version, offset, told, refunded }] of expected) {
    const answer = await running.views.Get({ orderId });
    expect(answer.order).toMatchObject({ version, offset: String(offset), state: told!.type, refunded });
    expect(answer.lag).toEqual({ events: '0', ms: '0' });
  }
  expectContract('parley.views.v1.GetResponse', await running.views.Get({ orderId: histories[0]![0]!.orderId }));
});

test('a search answers while the views are made again, before and after with the same', async () => {
  const question = { q: 'completed france' };
  const before = await running.views.Search(question);
  expectContract('parley.views.v1.SearchResponse', before);
  const wanted = [...(await fromLog()).values()].filter(
    ({ told }) => told?.type === 'completed' && told.country === 'France',
  );
  expect(before.found).toBe(wanted.length);
  expect(wanted.length).toBeGreaterThan(0);
  let done = false;
  const rebuilding = running.views.Rebuild({ check: true }).finally(() => (done = true));
  let answers = 0;
  while (!done) {
    const { orders } = await running.views.Search(question);
    expect(orders).toEqual(before.orders);
    answers += 1;
  }
  expect(answers).toBeGreaterThan(2);
  expect(await rebuilding).toMatchObject({ generation: 3, same: true });
});

test('events that come while the views are made again are in both; what is unknown or no question is refused', async () => {
  const late = someHistories(20, 11).flat();
  const appending = Promise.all(late.map((event) => log.append(event)));
  const first = await running.views.Rebuild({ check: true });
  await appending;
  await running.caughtUp();
  const second = await running.views.Rebuild({ check: true });
  expect([first.same, second.same]).toEqual([true, true]);
  expect((await running.caughtUp()).cache!.rows).toBe(String(histories.length + 20));
  await expect(running.views.Get({ orderId: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(running.views.Search({ q: '' })).rejects.toMatchObject({ fieldViolations: [{ field: 'q' }] });
  running.child.kill('SIGTERM');
  expect(await running.child.exited).toMatchObject({ code: 0 });
});

test('what a rebuild has left that was killed is removed at the start; on another log everything is', async () => {
  const place = { service: 'views', dataDir: dir, migrations };
  const store = await openStore<ViewsTables>(place);
  const generations = async () => {
    const found = await Promise.all(
      [...contents, 'generations' as const].map((table) =>
        store.db.selectFrom(table).select('generation').distinct().execute(),
      ),
    );
    return [...new Set(found.flat().map(({ generation }) => generation))];
  };
  const [live] = await generations();
  await store.db
    .insertInto('generations')
    .values({ generation: live! + 1, state: 'building' })
    .execute();
  await store.db
    .insertInto('terms')
    .values({ generation: live! + 1, term: 'half', order_id: 'done' })
    .execute();
  await store.db.insertInto('events').values({ generation: 1, event_id: 'left' }).execute();
  running.close();
  running = await startViews({ ...log, dir });
  const { cache } = await running.caughtUp();
  expect([await generations(), cache!.rows]).toEqual([[live], String(histories.length + 20)]);

  running.child.kill('SIGTERM');
  await running.child.exited;
  running.close();
  const other = await openLog();
  const [events = []] = someHistories(1, 5);
  for (const event of events) await other.append(event);
  await other.close();
  running = await startViews({ ...other, dir });
  expect((await running.caughtUp()).cache!.rows).toBe('1');
  expect(await generations()).toEqual([live! + 1]);
  await store.close();
});
