import type { RabbitTopology } from '@parley/topology';
import type { Condition } from '../conditions';
import { subscribed, withNowhere } from '../exchanges';

export const exchange = 'parley.content';

/** What a subscriber wants. */
export interface Wanted {
  /** Looked at by the broker: `x-match` all or any of these headers with these values; null: whatever its value. */
  headers: Record<string, string | null>;
  /** Looked at by the subscriber, as the broker does not look into bodies: all of these hold. */
  body: readonly Condition[];
}

/** Every message of ours: each says who sent it. */
export const wanted: Wanted = { headers: { 'x-match': 'any', 'parley-sender': null }, body: [] };

/** The exchange, and a queue for each of these subscribers for what has the headers that it wants. */
export const topologyOf = (subscribers: string[], { headers }: Wanted = wanted): RabbitTopology => {
  const { exchanges, queues } = withNowhere({ name: exchange, type: 'headers', durable: true });
  const bindings = [{ exchange, routingKey: '', arguments: headers }];
  return { exchanges, queues: [...queues, ...subscribers.flatMap((name) => subscribed(exchange, name, bindings))] };
};
