import { withDeadLetters } from '../declared';

export const queue = 'parley.queue';

/** A durable classic queue: what comes back to it goes to its old place, so that its order holds. */
export const topology = { exchanges: [], queues: withDeadLetters(queue) };
