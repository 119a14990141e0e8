/** Where the broker stands by default. */
export const port = 'stomp://guest:guest@127.0.0.1:61613/';

/** Where both meet: at RabbitMQ a durable queue of that name, made by who comes first. */
export const destination = '/queue/parley.stomp';
