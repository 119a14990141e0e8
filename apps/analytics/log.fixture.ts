import { randomBytes } from 'node:crypto';
import { type ContentType, encode } from '@parley/marshalling';
import { type KafkaClient, type Producer, ensureTopics, kafkaClient, openProducer } from '@parley/middleware/kafka';
import { orderEvent } from './events.domain';
import type { SalesEvent } from './sales.domain';

export interface TestLog {
  client: KafkaClient;
  topic: string;
  /** Appends an event under its order's key. */
  append(event: SalesEvent, contentType?: ContentType): Promise<{ partition: number; offset: string }>;
  appendBytes(key: string, value: Buffer, headers: Record<string, string>): ReturnType<Producer['send']>;
  close(): Promise<void>;
}

/** A topic of its own on the test broker, like the order topic. */
export async function openLog(): Promise<TestLog> {
  const brokers = process.env.PARLEY_TEST_KAFKA_BROKERS;
  if (!brokers) throw new Error('PARLEY_TEST_KAFKA_BROKERS is not set: the suite needs `kafka` in its jest.config.cjs');
  const topic = `orders-${randomBytes(6).toString('hex')}`;
  const client = kafkaClient({ brokers: brokers.split(','), clientId: 'analytics-test', log: () => undefined });
  await ensureTopics(client, [{ name: topic, partitions: 4, retentionMs: -1 }]);
  const producer = await openProducer(client);
  const appendBytes: TestLog['appendBytes'] = (key, value, headers) => producer.send({ topic, key, value, headers });
  return {
    client,
    topic,
    appendBytes,
    append: (event, as) => {
      const { contentType, body } = encode(orderEvent, { ...event, orderId: `o-${event.eventId}`, version: 1 }, as);
      return appendBytes(`o-${event.eventId}`, body, { 'ce-id': event.eventId, 'content-type': contentType });
    },
    close: () => producer.close(),
  };
}

let made = 0;

/** Events of all kinds, the same ones for the same count. */
export function someEvents(count: number): SalesEvent[] {
  const types = ['accepted', 'completed', 'completed', 'returned', 'cancelled'];
  return Array.from({ length: count }, (_, n) => ({
    eventId: `e-${(made += 1)}`,
    type: types[n % types.length]!,
    placedAt: new Date(Date.UTC(2010, 11, 1, 8, n % 90)).toISOString(),
    country: ['EIRE', 'France', 'Germany'][n % 3]!,
    lines: Array.from({ length: 1 + (n % 30) }, (_, line) => ({
      sku: `sku-${(n * 7 + line) % 50}`,
      quantity: 1 + (line % 5),
      gross: String(100 + n + line),
    })),
  }));
}
