/** Where the broker stands by default. */
export const port = 'amqp://parley:parley@127.0.0.1:5672/';

/** The queue, by its bare name, as ActiveMQ has it; a place of our own on the broker has a prefix in its address. */
export const queueOf = (url: string): string => {
  const prefix = new URL(url).searchParams.get('prefix');
  return `${prefix === null ? '' : `${prefix}.`}parley.amazonmq`;
};
