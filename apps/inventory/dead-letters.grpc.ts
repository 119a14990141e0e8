import type { Rabbit } from '@parley/middleware/rabbitmq';
import { deadLettersService, queueLetters } from '@parley/service';
import { queue } from './notices.queue';

/** The notices that could not be taken. */
export const deadLetters = ({ deadLetters: letters }: Pick<Rabbit, 'deadLetters'>) =>
  deadLettersService([queueLetters(letters, queue)]);
