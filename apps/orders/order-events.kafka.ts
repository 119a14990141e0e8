import { Fatal, Retryable, crashPoint } from '@parley/faults';
import { type KafkaClient, type Producer, ensureTopics, openProducer } from '@parley/middleware/kafka';
import type { Way } from '@parley/service';
import { type OutboxRow, type Relay, type Settled, outboxRelay } from '@parley/store';
import { topics } from '@parley/topology';
import { withTrace } from '@parley/tracing';
import type { OrdersDatabase } from './migrations';
import type { OrdersStore } from './orders.store';

/** A missing topic comes back; an event that was left out for it would not. */
const failure = (error: unknown): unknown =>
  error instanceof Fatal && error.reason === 'no-topic' ? new Retryable(error.message, { cause: error }) : error;

/**
 * Sends outbox rows to the log, keyed by order id, in one batch. Settles them up to the first that failed: what comes
 * behind it is sent again, in order; readers drop what they have seen by the event's id.
 */
export const sendRows =
  (producer: Pick<Producer, 'send'>) =>
  async (rows: OutboxRow[]): Promise<Settled<OrdersDatabase>[]> => {
    const sent = await Promise.allSettled(
      rows.map(({ destination: topic, key = '', body: value, contentType, headers, trace }) =>
        withTrace(trace, () =>
          producer.send({ topic, key, value, headers: { ...headers, 'content-type': contentType } }),
        ),
      ),
    );
    const failedAt = sent.findIndex(({ status }) => status === 'rejected');
    const known = failedAt < 0 ? rows : rows.slice(0, failedAt + 1);
    if (failedAt !== 0) crashPoint('orders.kafka.sent');
    return known.map((row, i) => {
      const outcome = sent[i]!;
      return outcome.status === 'fulfilled' ? { row, ok: true } : { row, error: failure(outcome.reason) };
    });
  };

/** The way out to the log of order events: one relay a store, in the order of the commits. */
export function orderEvents(store: OrdersStore, client: KafkaClient, owner: string): Way {
  let producer: Producer | undefined;
  let relay: Relay | undefined;
  return {
    channel: 'kafka orders',
    async start() {
      await ensureTopics(client, [topics.orders]);
      producer = await openProducer(client);
      relay = outboxRelay<OrdersDatabase>(store, {
        channel: 'kafka',
        order: 'strict',
        owner,
        deliver: sendRows(producer),
      });
      await relay.start();
    },
    drain: async () => relay?.drain(),
    close: async () => producer?.close(),
  };
}
