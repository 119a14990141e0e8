import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../limits';

export const style: Style = {
  id: 'fanout',
  title: 'Broadcast: a queue for each consumer, RabbitMQ’s fan-out exchange',
  family: 'queues',
  middleware: 'rabbitmq',
  carrier: 'tcp',
  rows: ['S29'],
  persistence: claim(
    'queue',
    'each subscriber’s queue keeps its copy until that subscriber has acknowledged it',
    'receiver after sender',
  ),
  release: claim(
    'stored',
    'the broker confirms when a copy is on disk in every queue that is bound; of the subscribers nothing is known',
    'broker killed',
  ),
  cardinality: claim('broadcast', 'every queue that is bound gets a copy', 'two receivers'),
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
  absent: claim(
    'stored',
    'the queue of a subscriber that is known is there also when the subscriber is not',
    'receiver absent',
  ),
  tellsOfLoss: claim(true, 'what the broker has not confirmed is an error at the publisher', 'delivery under faults'),
  uncoupling: {
    space: claim(true, 'both know the broker and the name of the exchange', 'what each side knows'),
    time: claim(true, 'what was published is taken when its publisher is gone', 'receiver after sender'),
    synchronisation: claim(true, 'the publisher waits for the broker, not for a subscriber', 'receiver frozen'),
  },
  replays: claim(false, 'what has been taken and acknowledged is gone', 'read again'),
  carries: { notify: true, reserve: false },
  headers: true,
  maxBytes,
  credentials: 'a user of the broker and its password',
  roles: [
    { name: 'broker', part: 'middle', external: 'rabbitmq', port: 5672, knows: [] },
    {
      name: 'publisher',
      aliases: ['producer'],
      part: 'sender',
      connects: ['broker'],
      knows: ['the broker’s address', 'the exchange’s name'],
    },
    {
      name: 'subscriber',
      aliases: ['consumer'],
      part: 'receiver',
      connects: ['broker'],
      count: 2,
      knows: ['the broker’s address', 'the exchange’s name', 'the name that its own queue is to have'],
    },
  ],
  setup: [
    'the fan-out exchange parley.fanout',
    'the queue of each subscriber, bound to it',
    'a queue each for dead letters',
  ],
  adapterOf: 'queue',
};
