import { sql } from 'kysely';
import { encode } from '@parley/marshalling';
import { eachStore } from '@parley/store/testing';
import { redriveDead, showDead } from './dead-records.service';
import { type EventRecord, orderEvent } from './events.domain';
import { someEvents } from './log.fixture';
import { type AnalyticsTables, migrations } from './migrations';
import { type SalesEvent, dimensions, ranked, reduceSales } from './sales.domain';
import { type AnalyticsStore, eventsTaken, salesBy, takeRecords } from './sales.service';

jest.setTimeout(30_000);

let offset = 0;
const recordOf = (
  event: SalesEvent,
  contentType: 'application/json' | 'application/x-protobuf' = 'application/json',
) => ({
  topic: 'orders',
  partition: 0,
  offset: String((offset += 1)),
  key: 'o-1',
  value: encode(orderEvent, event, contentType).body,
  headers: { 'content-type': contentType },
});
const bad = (value: Buffer, headers: Record<string, string> = {}): EventRecord => ({
  ...recordOf(someEvents(1)[0]!),
  value,
  headers,
});

const expectSales = async (store: AnalyticsStore, events: SalesEvent[]) => {
  for (const by of dimensions) expect(await salesBy(store, by, 0)).toEqual(ranked(reduceSales(events), by, 0));
};

eachStore((_name, open) => {
  let store: AnalyticsStore;
  beforeEach(async () => {
    store = await open<AnalyticsTables>(migrations);
  });

  test('batches in either content type add up to what the reducer says; batches again, whole or in part, change nothing', async () => {
    const events = someEvents(700);
    const records = events.map((event, n) => recordOf(event, n % 2 ? 'application/json' : 'application/x-protobuf'));
    for (let at = 0; at < 700; at += 250) await takeRecords(store, records.slice(at, at + 250));
    await expectSales(store, events);
    await takeRecords(store, records.slice(100, 400));
    await takeRecords(store, [records[0]!, records[0]!]);
    await expectSales(store, events);
    expect(await eventsTaken(store)).toBe(700);
    expect(await salesBy(store, 'product', 3)).toEqual(ranked(reduceSales(events), 'product', 3));
  });

  test('the same event twice in one batch counts once', async () => {
    const [event] = someEvents(2).slice(1);
    await takeRecords(store, [recordOf(event!), recordOf(event!)]);
    await expectSales(store, [event!]);
  });

  test('SQL over the events says the same as the sales', async () => {
    const events = someEvents(200);
    await takeRecords(
      store,
      events.map((event) => recordOf(event)),
    );
    const gross = (type: string) =>
      events
        .filter((event) => event.type === type)
        .flatMap(({ lines }) => lines)
        .reduce((sum, line) => sum + Number(line.gross), 0);
    const totals = await store.db
      .selectFrom('sales')
      .select(['dimension', sql<number>`sum(gross)`.as('gross')])
      .groupBy('dimension')
      .orderBy('dimension')
      .execute();
    const expected = gross('completed') - gross('returned');
    expect(totals).toEqual(['country', 'minute', 'product'].map((dimension) => ({ dimension, gross: expected })));
  });

  test('bad records are kept with their reason, the good ones beside them count', async () => {
    const [good, other] = someEvents(2);
    const noId = recordOf({ ...good!, eventId: '' });
    const noTime = recordOf({ ...other!, placedAt: 'yesterday' });
    const records = [
      bad(Buffer.from('{'), { 'content-type': 'application/json' }),
      bad(Buffer.from([0xff, 0xff]), {}),
      recordOf(other!),
      bad(Buffer.from('<a/>'), { 'content-type': 'application/x-unheard-of' }),
      noId,
      noTime,
    ];
    await takeRecords(store, records);
    await takeRecords(store, records);
    await expectSales(store, [other!]);
    const dead = await showDead(store, 0);
    expect(dead.map(({ reason }) => reason).sort()).toEqual([
      'invalid-event',
      'invalid-event',
      'undecodable',
      'undecodable',
      'unknown-content-type',
    ]);
    expect(dead.find(({ offset: at }) => at === records[0]!.offset)!.body.toString()).toBe('{');
  });

  test('a dead record that has become readable is counted when it is redriven, once; the others stay', async () => {
    const [, event] = someEvents(2);
    const record = recordOf(event!);
    await takeRecords(store, [
      { ...record, headers: { 'content-type': 'application/x-unheard-of' } },
      bad(Buffer.from('{')),
    ]);
    expect(await redriveDead(store, 0)).toBe(0);
    await store.db
      .updateTable('dead_records')
      .set({ headers: JSON.stringify(record.headers) })
      .where('offset', '=', record.offset)
      .execute();
    expect(await redriveDead(store, 0)).toBe(1);
    await takeRecords(store, [record]);
    await expectSales(store, [event!]);
    expect(await showDead(store, 0)).toMatchObject([{ attempts: 2 + 1, reason: 'undecodable' }]);
  });
});
