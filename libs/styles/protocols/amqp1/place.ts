import { maxBytes } from '../limits';

/** What one broker's AMQP 1.0 has that another's has not: the protocol says nothing of queues. */
export interface Entity {
  /** Where the broker stands by default. */
  port: string;
  /** The node at both ends, as the broker at that address names it. */
  nodeOf(url: string): string;
  /** Bytes of the largest body. */
  maxBytes: number;
}

/** At RabbitMQ a durable queue of that name, made by who comes first. */
export const entity: Entity = {
  port: 'amqp://guest:guest@127.0.0.1:5672/',
  nodeOf: () => '/queue/parley.amqp1',
  maxBytes,
};
