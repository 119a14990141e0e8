import { quorumWithDeadLetters } from '../declared';

/** The queue of each action, in the order in which a message passes them. */
export const [first, second] = ['parley.chain.first', 'parley.chain.second'] as const;

const deliveries = 5;

export const topology = {
  exchanges: [],
  queues: [first, second].flatMap((name) => quorumWithDeadLetters(name, deliveries)),
};
