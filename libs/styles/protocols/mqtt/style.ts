import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../limits';

export const style: Style = {
  id: 'mqtt',
  title: 'Publish and subscribe by MQTT 3.1.1, RabbitMQ’s plug-in',
  family: 'protocols',
  middleware: 'mqtt',
  carrier: 'tcp',
  rows: ['S26', 'S34'],
  persistence: claim(
    'queue',
    'a session that is kept stores what its subscriptions want until the subscriber has acknowledged it',
    'receiver after sender',
  ),
  release: claim(
    'stored',
    'QoS 1: the broker sends PUBACK when the message is on disk for every session that is kept',
    'broker killed',
  ),
  cardinality: claim('multicast', 'each goes to all whose filter fits its topic', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'one connection, one queue for each session; what comes back to it goes to its old place',
    'order under faults',
  ),
  delivery: claim(
    'at least once',
    'QoS 1: what was sent and not acknowledged is sent again, though it may have had its effect',
    'delivery under faults',
  ),
  full: claim('buffer', 'the broker takes a burst that nobody works off, and sends it later', 'burst'),
  absent: claim('stored', 'a session that is kept is there also when its subscriber is not', 'receiver absent'),
  tellsOfLoss: claim(
    true,
    'what the broker has not acknowledged is an error at the publisher',
    'delivery under faults',
  ),
  uncoupling: {
    space: claim(true, 'both know the broker and a topic', 'what each side knows'),
    time: claim(true, 'what was published is delivered when its publisher is gone', 'receiver after sender'),
    synchronisation: claim(true, 'the publisher waits for the broker, not for a subscriber', 'receiver frozen'),
  },
  replays: claim(false, 'what has been taken and acknowledged is gone', 'read again'),
  carries: { notify: true, reserve: false },
  headers: false,
  maxBytes,
  credentials: 'a user of the broker and its password',
  roles: [
    { name: 'broker', part: 'middle', external: 'rabbitmq', port: 1883, knows: [] },
    {
      name: 'publisher',
      aliases: ['producer'],
      part: 'sender',
      connects: ['broker'],
      knows: ['the broker’s address', 'the topics that it publishes on'],
    },
    {
      name: 'subscriber',
      aliases: ['consumer'],
      part: 'receiver',
      connects: ['broker'],
      count: 2,
      knows: ['the broker’s address', 'the topics that it wants', 'the name of its session'],
    },
  ],
  setup: ['a session for each subscriber, with its subscription'],
};
