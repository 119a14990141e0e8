import { randomBytes } from 'node:crypto';
import { randomOf } from '@parley/faults';
import { encode } from '@parley/marshalling';
import { ensureTopics, kafkaClient, openProducer } from '@parley/middleware/kafka';
import { topics } from '@parley/topology';
import type { EventRecord } from '../events.domain';
import type { OrderEvent } from '../order.domain';

const countries = ['United Kingdom', 'EIRE', 'France', 'Côte d’Azur'];
const ways = [
  ['accepted', 'paid', 'packed', 'shipped', 'completed', 'returned', 'returned'],
  ['accepted', 'paid', 'cancelling', 'cancelled'],
  ['rejected'],
  ['accepted', 'paid', 'packed', 'shipped', 'completed'],
];

/** Histories of orders, event by event, order by order; the same ones for the same seed. */
export function someHistories(orders: number, seed: number): OrderEvent[][] {
  const random = randomOf(seed, 'histories');
  const pick = (n: number) => Math.floor(random() * n);
  return Array.from({ length: orders }, (_, n) => {
    const orderId = `0190-${seed}-${String(n).padStart(6, '0')}`;
    const lines = Array.from({ length: 1 + pick(5) }, (_line, line) => ({
      line: line + 1,
      sku: `${71_000 + pick(40)}${['', 'A', 'B'][pick(3)]!}`,
      quantity: 2 + pick(9),
      gross: String(100 + pick(9000)),
    }));
    const gross = String(lines.reduce((sum, line) => sum + BigInt(line.gross), 0n));
    const order = {
      placedAt: '2010-12-01T08:26:00.000Z',
      customer: pick(4) ? String(12_000 + pick(20)) : '',
      country: countries[pick(countries.length)]!,
      reference: `5${seed}${n}`,
      reason: '',
      net: gross,
      vat: '0',
    };
    return ways[pick(ways.length)]!.map((type, at) => ({
      ...order,
      eventId: `${orderId}/${at + 1}`,
      orderId,
      version: at + 1,
      type,
      at: new Date(Date.UTC(2026, 0, 1, 0, 0, n, at)).toISOString(),
      ...(type === 'returned'
        ? { lines: [{ ...lines[0]!, quantity: 1, gross: '50' }], gross: '50' }
        : { lines, gross }),
    }));
  });
}

/** Records as a log of 4 partitions holds them: each order's events in their order, orders mixed, some sent twice in a row. */
export function logOf(histories: OrderEvent[][], seed: number): EventRecord[] {
  const random = randomOf(seed, 'log');
  const left = histories.map((events, n) => ({ events: [...events], partition: n % 4 }));
  const ends = [0, 0, 0, 0];
  const records: EventRecord[] = [];
  const append = (partition: number, event: OrderEvent) => {
    const { contentType, body } = encode('parley.orders.v1.OrderEvent', event);
    const offset = String(ends[partition]!++);
    records.push({ partition, offset, value: body, headers: { 'content-type': contentType } });
  };
  while (left.some(({ events }) => events.length > 0)) {
    const open = left.filter(({ events }) => events.length > 0);
    const { events, partition } = open[Math.floor(random() * open.length)]!;
    // A relay that died sends what it had sent again, from some event on.
    const sent = events.splice(0, 1 + Math.floor(random() * 2));
    for (const event of sent) append(partition, event);
    if (random() < 0.2) for (const event of sent) append(partition, event);
  }
  return records;
}

/** An order topic of its own on the test broker. */
export async function openLog() {
  const brokers = process.env.PARLEY_TEST_KAFKA_BROKERS;
  if (!brokers) throw new Error('PARLEY_TEST_KAFKA_BROKERS is not set: the suite needs `kafka` in its jest.config.cjs');
  const prefix = `views-${randomBytes(6).toString('hex')}.`;
  const topic = { ...topics.orders, name: `${prefix}${topics.orders.name}` };
  const client = kafkaClient({ brokers: brokers.split(','), clientId: 'views-test', log: () => undefined });
  await ensureTopics(client, [topic]);
  const producer = await openProducer(client);
  return {
    brokers,
    prefix,
    topic,
    client,
    /** Under its order's key; resolves when the log has it. */
    append: (event: OrderEvent) => {
      const { contentType, body } = encode('parley.orders.v1.OrderEvent', event);
      const headers = { 'ce-id': event.eventId, 'content-type': contentType };
      return producer.send({ topic: topic.name, key: event.orderId, value: body, headers });
    },
    appendBytes: (key: string, value: Buffer) =>
      producer.send({ topic: topic.name, key, value, headers: { 'content-type': 'application/json' } }),
    close: () => producer.close(),
  };
}
