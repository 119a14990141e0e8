import type { RabbitTopology } from '@parley/topology';
import { subscribed, withNowhere } from '../exchanges';

export const exchange = 'parley.fanout';

/** The exchange, and a queue for each of these subscribers; it gets all that is published from now on. */
export const topologyOf = (subscribers: string[]): RabbitTopology => {
  const { exchanges, queues } = withNowhere({ name: exchange, type: 'fanout', durable: true });
  const all = subscribers.flatMap((name) => subscribed(exchange, name, [{ exchange, routingKey: '' }]));
  return { exchanges, queues: [...queues, ...all] };
};
