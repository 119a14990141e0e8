import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../limits';

export const style: Style = {
  id: 'queue',
  title: 'A message queue on a broker, RabbitMQ',
  family: 'queues',
  middleware: 'rabbitmq',
  carrier: 'tcp',
  rows: ['S22', 'S23', 'S26', 'S55'],
  persistence: claim(
    'queue',
    'the broker keeps a message until a consumer has acknowledged it, and no longer',
    'receiver after sender',
  ),
  release: claim(
    'stored',
    'the broker confirms a persistent message in a durable queue when it is on disk; whether it is ever taken is not known',
    'broker killed',
  ),
  cardinality: claim('anycast', 'consumers that share a queue share what is in it', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'what comes back to a classic queue goes to its old place; one consumer that works one message at a time keeps to that',
    'order under faults',
  ),
  delivery: claim(
    'at least once',
    'what was handed out and not acknowledged is handed out again, though it may have had its effect',
    'delivery under faults',
  ),
  full: claim('buffer', 'the broker takes a burst that nobody works off, and gives it out later', 'burst'),
  absent: claim('stored', 'the queue is there also when no consumer is', 'receiver absent'),
  tellsOfLoss: claim(true, 'what the broker has not confirmed is an error at the producer', 'delivery under faults'),
  uncoupling: {
    space: claim(true, 'both know the broker and the name of a queue', 'what each side knows'),
    time: claim(true, 'what was put is taken when its producer is gone', 'receiver after sender'),
    synchronisation: claim(true, 'the producer waits for the broker, not for a consumer', 'receiver frozen'),
  },
  replays: claim(false, 'what has been taken and acknowledged is gone', 'read again'),
  carries: { notify: true, reserve: false },
  headers: true,
  maxBytes,
  credentials: 'a user of the broker and its password',
  roles: [
    { name: 'broker', part: 'middle', external: 'rabbitmq', port: 5672, knows: [] },
    {
      name: 'producer',
      aliases: ['sender', 'send'],
      part: 'sender',
      connects: ['broker'],
      knows: ['the broker’s address', 'the queue’s name'],
    },
    {
      name: 'consumer',
      aliases: ['receiver', 'recv'],
      part: 'receiver',
      connects: ['broker'],
      knows: ['the broker’s address', 'the queue’s name'],
    },
  ],
  setup: ['the durable queue parley.queue', 'parley.queue.dead for what cannot be handled'],
};
