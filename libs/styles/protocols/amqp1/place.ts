/** Where the broker stands by default. */
export const port = 'amqp://guest:guest@127.0.0.1:5672/';

/** The node at both ends: at RabbitMQ a durable queue of that name, made by who comes first. */
export const node = '/queue/parley.amqp1';
