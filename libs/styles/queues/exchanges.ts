import type { BindingSpec, ExchangeSpec, RabbitQueue, RabbitTopology } from '@parley/topology';
import { withDeadLetters } from './declared';

/** The queue of one subscriber to an exchange. */
export const queueOf = (exchange: string, subscriber: string): string => `${exchange}.${subscriber}`;

/** A subscriber's queue with these bindings, and the queue for its dead letters. */
export const subscribed = (exchange: string, subscriber: string, bindings: BindingSpec[]): RabbitQueue[] => {
  const [live, dead] = withDeadLetters(queueOf(exchange, subscriber));
  return [{ ...live!, bindings }, dead!];
};

/** An exchange; what it has no queue for gets to `<name>.dead`, its reason `unroutable`. */
export const withNowhere = (exchange: ExchangeSpec): RabbitTopology => {
  const nowhere = `${exchange.name}.nowhere`;
  return {
    exchanges: [
      { ...exchange, arguments: { 'alternate-exchange': nowhere } },
      { name: nowhere, type: 'fanout', durable: true },
    ],
    queues: [{ name: `${exchange.name}.dead`, arguments: {}, bindings: [{ exchange: nowhere, routingKey: '' }] }],
  };
};
