import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../limits';

export const style: Style = {
  id: 'topic',
  title: 'Publish and subscribe by topic, RabbitMQ’s direct and topic exchanges',
  family: 'queues',
  middleware: 'rabbitmq',
  carrier: 'tcp',
  rows: ['S30', 'S31'],
  persistence: claim(
    'queue',
    'each subscriber’s queue keeps its copy until that subscriber has acknowledged it',
    'receiver after sender',
  ),
  release: claim(
    'stored',
    'the broker confirms when a copy is on disk in every queue whose bindings fit; of the subscribers nothing is known',
    'broker killed',
  ),
  cardinality: claim(
    'multicast',
    'a copy goes to each queue that wants the topic, by its name or by a pattern',
    'two receivers',
  ),
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
    space: claim(true, 'both know the broker, the exchange and the topics’ names', 'what each side knows'),
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
      knows: ['the broker’s address', 'the exchange’s name', 'the topic of each message'],
    },
    {
      name: 'subscriber',
      aliases: ['consumer'],
      part: 'receiver',
      connects: ['broker'],
      count: 2,
      knows: ['the broker’s address', 'the exchange’s name', 'the topics that it wants'],
    },
  ],
  setup: [
    'the exchanges parley.topic and parley.topic.exact',
    'the queue of each subscriber, bound by topics and patterns',
    'a queue each for dead letters',
  ],
  adapterOf: 'queue',
};
