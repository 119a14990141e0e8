import type { Rabbit } from '@parley/middleware/rabbitmq';
import { deadLettersService, queueLetters } from '@parley/service';
import { outboxLetters } from '@parley/store';
import { queue } from './milestones.queue';
import type { OrdersStore } from './orders.store';

/** The milestones that could not be taken, and what could not be sent: one queue a channel of the outbox. */
export const deadLetters = (store: OrdersStore, { deadLetters: letters }: Pick<Rabbit, 'deadLetters'>) =>
  deadLettersService([
    queueLetters(letters, queue),
    outboxLetters(store, 'orders.outbox.rabbitmq', 'rabbitmq'),
    outboxLetters(store, 'orders.outbox.kafka', 'kafka'),
    outboxLetters(store, 'orders.outbox.grpc', 'grpc'),
  ]);
