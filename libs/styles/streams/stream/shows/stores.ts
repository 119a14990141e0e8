import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onKafka } from '@parley/brokers';
import type { ControlDefinition } from '@parley/contracts/generated/parley/control/v1/Control';
import type { ViewsDefinition } from '@parley/contracts/generated/parley/views/v1/Views';
import { type Child, startProcess } from '@parley/faults';
import { encode } from '@parley/marshalling';
import { grpcClient } from '@parley/middleware/grpc';
import { ensureTopics, kafkaClient, kafkaPlace, openProducer } from '@parley/middleware/kafka';
import type { Finding, Show } from '@parley/roles';
import { ms, table, until } from '@parley/staging';
import { topics } from '@parley/topology';

const orders = 200;
const states = ['accepted', 'paid', 'packed', 'shipped', 'completed', 'returned'];
const countries = ['France', 'EIRE', 'Portugal', 'Spain'];
const idOf = (n: number) => `0190-0000-${String(n).padStart(8, '0')}`;

/** The n-th change of an order, as the order service tells it. */
const eventOf = (order: number, change: number) => {
  const line = { line: 1, sku: `${71_000 + (order % 30)}A`, quantity: 6, gross: '1836' };
  const back = { ...line, quantity: 2, gross: '612' };
  const type = states[change]!;
  return {
    eventId: `${idOf(order)}/${change + 1}`,
    orderId: idOf(order),
    version: change + 1,
    type,
    at: new Date().toISOString(),
    placedAt: '2010-12-01T08:26:00.000Z',
    customer: String(12_000 + (order % 9)),
    country: countries[order % countries.length]!,
    lines: [type === 'returned' ? back : line],
    gross: type === 'returned' ? back.gross : line.gross,
  };
};

/** The service `views` as the order system runs it, built beside this program, as a process of its own. */
async function startViews(env: Record<string, string>) {
  const child = startProcess([process.execPath, join(__dirname, 'views.cjs')], {
    env: { ...env, PARLEY_NAME: 'views-1', PARLEY_FAULTS: '1', PARLEY_LOG: 'error' },
  });
  const { grpc } = JSON.parse((await child.line(/^ready /)).slice('ready '.length)) as { grpc: number };
  const views = grpcClient<ViewsDefinition>('parley.views.v1.Views', `127.0.0.1:${grpc}`, { deadlineMs: 20_000 });
  const control = grpcClient<ControlDefinition>('parley.control.v1.Control', `127.0.0.1:${grpc}`);
  const caughtUp = () => until(async () => (await views.Status({})).lag?.events === '0', 15_000);
  const close = () => {
    views.close();
    control.close();
  };
  return { child, views, control, caughtUp, close };
}

/** A log of changes feeds a cache and a search view. */
export const show: Show = {
  title:
    'A change log feeds two other stores, a cache and a search view: killed in the middle, and made again from nothing',
  rows: ['S54'],
  run: async ({ say }): Promise<Finding[]> => {
    const ground = await onKafka()();
    const dir = mkdtempSync(join(tmpdir(), 'parley-stores-'));
    const children: Child[] = [];
    try {
      const { brokers, prefix } = kafkaPlace(ground.connect('show', 0)[0]);
      const topic = { ...topics.orders, name: `${prefix}.orders` };
      const client = kafkaClient({ brokers, clientId: 'show', log: () => undefined });
      await ensureTopics(client, [topic]);
      const producer = await openProducer(client, { lingerMs: 0 });
      const append = async (change: number, some: number[]) => {
        for (const order of some) {
          const event = eventOf(order, change);
          const { body, contentType } = encode('parley.orders.v1.OrderEvent', event);
          const headers = { 'ce-id': event.eventId, 'content-type': contentType };
          await producer.send({ topic: topic.name, key: event.orderId, value: body, headers });
        }
      };
      const all = Array.from({ length: orders }, (_, n) => n);
      const env = { PARLEY_DATA: dir, PARLEY_KAFKA_BROKERS: brokers.join(), PARLEY_ORDERS_PREFIX: `${prefix}.` };

      const first = await startViews(env);
      children.push(first.child);
      for (const change of [0, 1]) await append(change, all);
      await first.caughtUp();
      const { visible } = await first.views.Status({});
      await first.control.SetFault({ crashAt: 'views.batch.applied' });
      for (const change of [2, 3]) await append(change, all);
      const { signal } = await first.child.exited;
      first.close();
      say(`Killed (${signal}) where both stores had a batch and nothing was committed; the log goes on.`);
      for (const change of [4, 5]) await append(change, all);
      // As a relay does that died before it knew: the same events once more.
      await append(5, all.slice(0, orders / 2));
      await producer.close();

      const again = await startViews(env);
      children.push(again.child);
      await again.caughtUp();
      const question = { q: 'completed portugal' };
      const before = await again.views.Search(question);
      const one = await again.views.Get({ orderId: idOf(7) });
      let answered = 0;
      let different = 0;
      let done = false;
      const rebuilding = again.views.Rebuild({ check: true }).finally(() => (done = true));
      while (!done) {
        const { found } = await again.views.Search(question);
        answered += 1;
        if (found !== before.found) different += 1;
      }
      const rebuilt = await rebuilding;
      const status = await again.views.Status({});
      again.close();
      again.child.kill('SIGTERM');
      await again.child.exited;

      const rows = [
        ['cache', rebuilt.cacheBefore?.rows ?? '', rebuilt.cacheBefore?.hash ?? '', rebuilt.cache?.hash ?? ''],
        ['search view', rebuilt.searchBefore?.rows ?? '', rebuilt.searchBefore?.hash ?? '', rebuilt.search?.hash ?? ''],
      ];
      say('');
      for (const line of table(['store', 'rows', 'kept by events', 'from nothing'], rows)) say(line);
      const { state = '', refunded = '', version = 0 } = one.order ?? {};
      return [
        {
          says: 'the cache has each order as its last event left it, an event that came twice counted once',
          measured: `order 7: ${state}, version ${version}, ${refunded} pence given back; ${rebuilt.cache?.rows} orders`,
          holds:
            state === 'completed' &&
            version === states.length &&
            refunded === '612' &&
            rebuilt.cache?.rows === `${orders}`,
        },
        {
          says: 'the search view finds by what an order holds now',
          measured: `${before.found} of ${orders / countries.length}`,
          holds: before.found === orders / countries.length,
        },
        {
          says: 'killed between content and commit, and started again: the same as made from nothing',
          measured: `${rebuilt.same ? 'the same' : 'different'}, from ${rebuilt.records} records in ${ms(rebuilt.ms)}`,
          holds: signal === 'SIGKILL' && rebuilt.same && Number(rebuilt.records) === orders * 6.5,
        },
        {
          says: 'while they are made again the old ones answer',
          measured: `${answered} answers, ${different} other ones`,
          holds: answered > 0 && different === 0 && status.generation === 2,
        },
        {
          says: 'how far they are behind is known, and at the end they are not',
          measured: `visible ${ms(visible?.p50 ?? 0)} after the event (half), ${ms(visible?.p99 ?? 0)} (99 %) of ${visible?.events}; now ${status.lag?.events} behind`,
          holds: visible?.events === orders * 2 && status.lag?.events === '0',
        },
      ];
    } finally {
      for (const child of children) child.kill('SIGKILL');
      await ground.close();
      rmSync(dir, { recursive: true, force: true });
    }
  },
};
