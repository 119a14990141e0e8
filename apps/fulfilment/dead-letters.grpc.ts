import type { Rabbit } from '@parley/middleware/rabbitmq';
import { deadLettersService, queueLetters } from '@parley/service';
import { outboxLetters } from '@parley/store';
import { queues } from '@parley/topology';
import type { FulfilmentStore } from './migrations';

const owned = queues.filter(({ owner }) => owner === 'fulfilment').map(({ name }) => name);

/** What the broker would not take: dead rows of the outbox, named as a queue beside the four of RabbitMQ. */
export const outbox = 'fulfilment.outbox.rabbitmq';

/** What the ledger would not take, though it should. */
export const ledgerOutbox = 'fulfilment.outbox.ledger';

/** All four queues and the outbox, whatever role this process has. */
export const deadLettersGrpc = ({ deadLetters }: Rabbit, store: FulfilmentStore) =>
  deadLettersService([
    ...owned.map((queue) => queueLetters(deadLetters, queue)),
    outboxLetters(store, outbox, 'rabbitmq'),
    outboxLetters(store, ledgerOutbox, 'grpc'),
  ]);
