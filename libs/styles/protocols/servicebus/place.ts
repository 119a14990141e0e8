/** Where the broker stands by default. */
export const port = 'amqp://guest:guest@127.0.0.1:5672/';

/** The queue, and where RabbitMQ has its address; Service Bus calls it by its bare name. */
export const queue = 'parley.servicebus';
export const entity = `/amq/queue/${queue}`;

/** Bytes of the largest message of Service Bus's standard tier, its properties included: something is left for those. */
export const maxBytes = 256 * 1024 - 16 * 1024;
