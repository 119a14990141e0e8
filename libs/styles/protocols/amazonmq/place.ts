import type { Entity } from '../amqp1/place';
import { maxBytes } from '../limits';

/** The queue, by its bare name, as ActiveMQ has it; a place of our own on the broker has a prefix in its address. */
export const entity: Entity = {
  port: 'amqp://parley:parley@127.0.0.1:5672/',
  nodeOf: (url) => {
    const prefix = new URL(url).searchParams.get('prefix');
    return `${prefix === null ? '' : `${prefix}.`}parley.amazonmq`;
  },
  maxBytes,
};
