import type { RabbitTopology } from '@parley/topology';
import { subscribed, withNowhere } from '../exchanges';

/** Where everything is published; the topic is the routing key. */
export const exchange = 'parley.topic';

/** Behind it, for exact topics: a look-up, however many there are. */
const exact = `${exchange}.exact`;

/** What a subscriber wants: topics by their names, and topics by patterns (`*` is one word, `#` any number). */
export interface Wanted {
  topics: readonly string[];
  patterns: readonly string[];
}

/** The type of a message is its topic; these are what our own subscribers want. */
export const wanted: Wanted = { topics: ['bytes', 'probe'], patterns: ['parley.#'] };

/**
 * The exchanges, and a queue for each of these subscribers with what it wants bound to it. A queue gets one copy, however
 * many of its bindings fit. The topic exchange passes on only what somebody wants by its name: what it passes on it takes
 * for delivered, and it would never say that nobody wants it.
 */
export const topologyOf = (subscribers: string[], { topics, patterns }: Wanted = wanted): RabbitTopology => {
  const { exchanges, queues } = withNowhere({ name: exchange, type: 'topic', durable: true });
  const passedOn = topics.map((topic) => ({ exchange, routingKey: topic }));
  const bindings = [
    ...topics.map((topic) => ({ exchange: exact, routingKey: topic })),
    ...patterns.map((pattern) => ({ exchange, routingKey: pattern })),
  ];
  return {
    exchanges: [
      ...exchanges,
      { name: exact, type: 'direct', durable: true, bindings: subscribers.length > 0 ? passedOn : [] },
    ],
    queues: [...queues, ...subscribers.flatMap((name) => subscribed(exchange, name, bindings))],
  };
};
