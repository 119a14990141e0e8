import { quorumWithDeadLetters } from '../declared';

export const queue = 'parley.workqueue';

/** How often a task is handed out at most. */
export const deliveries = 5;

export const topology = { exchanges: [], queues: quorumWithDeadLetters(queue, deliveries) };
