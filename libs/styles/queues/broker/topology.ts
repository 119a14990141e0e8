import type { RabbitTopology } from '@parley/topology';
import { withDeadLetters } from '../declared';
import { queueOf } from '../exchanges';
import type { Rule } from './rules';

/** Where everybody publishes; the routing key is the topic. */
export const exchange = 'parley.broker';

/** What waits to be matched. */
export const intake = `${exchange}.intake`;

/**
 * The repository: edits come here, and one that holds stays here. One matcher reads it at a time, from the beginning; the
 * next one takes over when that is gone.
 */
export const repository = `${exchange}.rules`;

/** The queue of a subscriber. */
export const inbox = (subscriber: string): string => queueOf(exchange, subscriber);

/** Everything, as it was sent: what our own subscribers want. */
export const everything = (subscriber: string): Rule => ({
  id: subscriber,
  topic: '#',
  where: [],
  to: subscriber,
  as: 'as sent',
});

/** The broker's own queues, and those of these subscribers. */
export const topologyOf = (subscribers: string[]): RabbitTopology => {
  const [live, dead] = withDeadLetters(intake);
  const rules = withDeadLetters(repository, { 'x-single-active-consumer': true });
  return {
    exchanges: [{ name: exchange, type: 'fanout', durable: true }],
    queues: [
      { ...live!, bindings: [{ exchange, routingKey: '' }] },
      dead!,
      ...rules,
      ...subscribers.flatMap((name) => withDeadLetters(inbox(name))),
    ],
  };
};
