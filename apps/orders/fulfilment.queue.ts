import { crashPoint } from '@parley/faults';
import type { Publisher, Rabbit } from '@parley/middleware/rabbitmq';
import type { Way } from '@parley/service';
import { type OutboxRow, type Settled, outboxRelay } from '@parley/store';
import { withTrace } from '@parley/tracing';
import type { OrdersDatabase } from './migrations';
import type { OrdersStore } from './orders.store';

/** Publishes outbox rows; each is settled when the broker has confirmed it in a queue. */
export const publishRows =
  (publisher: Pick<Publisher, 'publish'>) =>
  (rows: OutboxRow[]): Promise<Settled<OrdersDatabase>[]> =>
    Promise.all(
      rows.map(async (row): Promise<Settled<OrdersDatabase>> => {
        const [exchange = '', routingKey = ''] = row.destination.split('/');
        const { id: messageId, type, contentType, body, headers } = row;
        try {
          await withTrace(row.trace, () =>
            publisher.publish({ exchange, routingKey, type, contentType, body, messageId, headers }),
          );
        } catch (error) {
          return { row, error };
        }
        crashPoint('orders.relay.published');
        return { row, ok: true };
      }),
    );

/** The way out for commands to fulfilment. In no particular order: those of one order go to different queues. */
export function fulfilmentCommands(store: OrdersStore, rabbit: Rabbit, owner: string): Way {
  const publisher = rabbit.publisher();
  const relay = outboxRelay<OrdersDatabase>(store, {
    channel: 'rabbitmq',
    order: 'any',
    owner,
    deliver: publishRows(publisher),
  });
  return { ...relay, channel: 'rabbitmq payment, refund' };
}
