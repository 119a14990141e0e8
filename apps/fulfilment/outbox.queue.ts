import { crashPoint } from '@parley/faults';
import { cloudEvent, encode } from '@parley/marshalling';
import type { Rabbit } from '@parley/middleware/rabbitmq';
import type { Way } from '@parley/service';
import { type OutboxRow, type Settled, enqueue, outboxRelay } from '@parley/store';
import { inject, withTrace } from '@parley/tracing';
import type { FulfilmentStore, FulfilmentTransaction } from './migrations';

interface OutgoingMessage {
  id: string;
  exchange: string;
  routingKey: string;
  orderId: string;
  type: string;
  message: object;
}

/** Puts a message into the outbox, within the transaction that it tells of, with the trace that it belongs to. */
export function enqueueMessage(
  tx: FulfilmentTransaction,
  { id, exchange, routingKey, orderId, type, message }: OutgoingMessage,
): Promise<void> {
  const { contentType, body } = encode(type, message);
  const time = new Date().toISOString();
  return enqueue(tx, {
    id,
    channel: 'rabbitmq',
    destination: `${exchange}/${routingKey}`,
    key: orderId,
    type,
    contentType,
    body,
    trace: inject(),
    headers: cloudEvent({ id, type, source: 'fulfilment', time, subject: orderId }),
  });
}

/**
 * The one way out of all four roles: publishes what the transactions left in the outbox, each row until the broker has
 * confirmed it. Every process runs one, the lease picks which of them works.
 */
export function outboxWay(store: FulfilmentStore, rabbit: Rabbit, owner: string): Way {
  const publisher = rabbit.publisher({ window: 256 });
  const publish = async (row: OutboxRow): Promise<Settled> => {
    const cut = row.destination.indexOf('/');
    try {
      await withTrace(row.trace, () =>
        publisher.publish({
          exchange: row.destination.slice(0, cut),
          routingKey: row.destination.slice(cut + 1),
          type: row.type,
          contentType: row.contentType,
          body: row.body,
          messageId: row.id,
          headers: row.headers,
        }),
      );
      return { row, ok: true };
    } catch (error) {
      return { row, ok: false, error };
    }
  };
  const relay = outboxRelay(store, {
    channel: 'rabbitmq',
    order: 'any', // milestones carry their step, and an order's next action is only sent by the one before
    owner,
    deliver: async (rows) => {
      const settled = await Promise.all(rows.map(publish));
      if (settled.some(({ ok }) => ok)) crashPoint('fulfilment.relay.published');
      return settled;
    },
  });
  return { ...relay, channel: 'rabbitmq milestones, packing, shipping, warehouse.notices' };
}
