import type { Entity } from '../amqp1/place';

export const queue = 'parley.servicebus';

/** The queue, and where RabbitMQ has its address; Service Bus calls it by its bare name. */
export const entity: Entity = {
  port: 'amqp://guest:guest@127.0.0.1:5672/',
  nodeOf: () => `/amq/queue/${queue}`,
  // What Service Bus's standard tier takes, its properties included: something is left for those.
  maxBytes: 256 * 1024 - 16 * 1024,
};
