import type { Rabbit } from '@parley/middleware/rabbitmq';
import { deadLettersService, queueLetters } from '@parley/service';
import { type Store, outboxLetters } from '@parley/store';
import { queue as milestones } from './milestones.queue';

/** Mails that the mail host refused: dead rows of the outbox, named as a queue beside the one of RabbitMQ. */
export const mails = 'notifications.outbox.smtp';

/** Both directions: milestones that could not be taken, mails that were refused. */
export const deadLettersGrpc = ({ deadLetters }: Rabbit, store: Store) =>
  deadLettersService([queueLetters(deadLetters, milestones), outboxLetters(store, mails, 'smtp')]);
