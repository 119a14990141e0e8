import { expectContract } from '@parley/contracts';
import type { AnalyticsDefinition } from '@parley/contracts/generated/parley/analytics/v1/Analytics';
import type { DeadLettersDefinition } from '@parley/contracts/generated/parley/control/v1/DeadLetters';
import { type GrpcServer, type Unary, grpcClient, serveGrpc } from '@parley/middleware/grpc';
import type { Way } from '@parley/service';
import { eachStore } from '@parley/store/testing';
import { analyticsGrpc } from './analytics.grpc';
import { deadLettersGrpc, deadLog } from './dead-letters.grpc';
import { eventsKafka } from './events.kafka';
import { type TestLog, openLog, someEvents } from './log.fixture';
import { type AnalyticsTables, migrations } from './migrations';
import { dimensions, ranked, reduceSales } from './sales.domain';
import { type AnalyticsStore, eventsTaken } from './sales.service';

let log: TestLog;
let store: AnalyticsStore;
let way: Way;
let server: GrpcServer;
let client: Unary<AnalyticsDefinition> & { close(): void };
let letters: Unary<DeadLettersDefinition> & { close(): void };

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 25));
}
const taken = (count: number) => until(async () => (await eventsTaken(store)) === count);

eachStore((_name, open) => {
  beforeEach(async () => {
    log = await openLog();
    store = await open<AnalyticsTables>(migrations);
    way = eventsKafka(log.client, store, `analytics-${log.topic}`, log.topic);
    await way.start!();
    const services = [analyticsGrpc(store, log.client, log.topic), deadLettersGrpc(store)];
    server = await serveGrpc({ address: '127.0.0.1:0', services, serving: true });
    const address = `127.0.0.1:${server.port}`;
    client = grpcClient<AnalyticsDefinition>('parley.analytics.v1.Analytics', address, { deadlineMs: 20_000 });
    letters = grpcClient<DeadLettersDefinition>('parley.control.v1.DeadLetters', address);
  }, 40_000);

  afterEach(async () => {
    client.close();
    letters.close();
    await server.drain(1000);
    await way.drain!();
    await log.close();
  }, 40_000);

  test('live, replayed and reduced are the same, with duplicates and both content types in the log', async () => {
    const events = someEvents(300);
    await Promise.all(events.map((event, n) => log.append(event, n % 2 ? 'application/json' : undefined)));
    await Promise.all(events.slice(0, 50).map((event) => log.append(event)));
    await taken(300);
    for (const by of dimensions) {
      const live = await client.Sales({ by });
      const replayed = await client.Replay({ by, from: 'beginning' });
      expectContract('parley.analytics.v1.SalesResponse', live);
      expectContract('parley.analytics.v1.ReplayResponse', replayed);
      expect(replayed.sales).toEqual(live.sales);
      expect(live.sales).toEqual(
        ranked(reduceSales(events), by, 0).map((sale) => ({
          ...sale,
          quantity: String(sale.quantity),
          gross: String(sale.gross),
        })),
      );
      expect([live.events, replayed.events, replayed.records]).toEqual(['300', '300', '350']);
    }
    expect((await client.Replay({ from: 'beginning', limit: 2 })).sales).toHaveLength(2);
  }, 60_000);

  test('a replay begins where it is told to', async () => {
    const [before, after] = [someEvents(40), someEvents(40)];
    for (const event of before) await log.append(event);
    const last = Date.now();
    while (Date.now() === last) await new Promise(setImmediate);
    const moment = new Date().toISOString();
    const ends = new Map<number, bigint>();
    for (const event of after) {
      const { partition, offset } = await log.append(event);
      ends.set(partition, BigInt(offset) + 1n);
    }
    const late = await client.Replay({ by: 'country', from: moment });
    expect([late.records, late.events]).toEqual(['40', '40']);
    expect(late.sales.map(({ key, gross }) => [key, BigInt(gross)])).toEqual(
      ranked(reduceSales(after), 'country', 0).map(({ key, gross }) => [key, gross]),
    );
    const skipped = [...ends.values()].map((end) => (end > 5n ? end - 5n : 0n)).reduce((sum, n) => sum + n, 0n);
    expect((await client.Replay({ from: 'offset:5' })).records).toBe(String(skipped));
    expect((await client.Replay({ from: '2200-01-01T00:00:00Z' })).records).toBe('0');
    for (const from of ['yesterday', 'offset:-1', '2010-13-45T00:00:00Z', '2010-12-01']) {
      await expect(client.Replay({ from })).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        fieldViolations: [{ field: 'from' }],
      });
    }
    await expect(client.Sales({ by: 'weather' })).rejects.toMatchObject({ fieldViolations: [{ field: 'by' }] });
  }, 60_000);

  test('a bad record is a dead letter and stops nobody; a restart takes what came meanwhile', async () => {
    const events = someEvents(20);
    await log.append(events[0]!);
    await log.appendBytes('o-bad', Buffer.from('not an event'), { 'content-type': 'application/json', 'ce-id': 'bad' });
    await Promise.all(events.slice(1, 10).map((event) => log.append(event)));
    await until(async () => (await letters.List({})).queues[0]!.depth === 1);
    await taken(10);
    const shown = await letters.Show({ queue: deadLog });
    expectContract('parley.control.v1.ShowResponse', shown);
    expect(shown.letters).toMatchObject([{ reason: 'undecodable', contentType: 'application/json', attempts: 1 }]);
    expect(shown.letters[0]!.body.toString()).toBe('not an event');
    await expect(letters.Show({ queue: 'no such' })).rejects.toMatchObject({ code: 'NOT_FOUND' });

    await way.drain!();
    await Promise.all(events.slice(10).map((event) => log.append(event)));
    way = eventsKafka(log.client, store, `analytics-${log.topic}`, log.topic);
    await way.start!();
    await taken(20);
    expect((await client.Sales({ by: 'product' })).sales).toEqual((await client.Replay({ by: 'product' })).sales);
    expect((await letters.List({})).queues).toEqual([{ queue: deadLog, depth: 1 }]);
  }, 60_000);
});
