import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../limits';

export const style: Style = {
  id: 'stomp',
  title: 'A queue by STOMP 1.2, RabbitMQ’s plug-in',
  family: 'protocols',
  middleware: 'stomp',
  carrier: 'tcp',
  rows: ['S26', 'S34'],
  persistence: claim(
    'queue',
    'the broker keeps a message until a subscriber has acknowledged it',
    'receiver after sender',
  ),
  release: claim(
    'stored',
    'the broker gives the receipt of a persistent SEND when the message is on disk',
    'broker killed',
  ),
  cardinality: claim('anycast', 'subscribers of one queue share what is in it', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'one connection, one queue; what comes back to a classic queue goes to its old place',
    'order under faults',
  ),
  delivery: claim(
    'at least once',
    'what was sent and not acknowledged is sent again, though it may have had its effect',
    'delivery under faults',
  ),
  full: claim('buffer', 'the broker takes a burst that nobody works off, and sends it later', 'burst'),
  absent: claim('stored', 'the queue is there also when no receiver is', 'receiver absent'),
  tellsOfLoss: claim(
    true,
    'what the broker has given no receipt for is an error at the sender',
    'delivery under faults',
  ),
  uncoupling: {
    space: claim(true, 'both know the broker and the name of a destination', 'what each side knows'),
    time: claim(true, 'what was sent is received when its sender is gone', 'receiver after sender'),
    synchronisation: claim(true, 'the sender waits for the broker, not for a receiver', 'receiver frozen'),
  },
  replays: claim(false, 'what has been taken and acknowledged is gone', 'read again'),
  carries: { notify: true, reserve: false },
  headers: true,
  maxBytes,
  credentials: 'a user of the broker and its password',
  roles: [
    { name: 'broker', part: 'middle', external: 'rabbitmq', port: 61613, knows: [] },
    {
      name: 'producer',
      aliases: ['sender'],
      part: 'sender',
      connects: ['broker'],
      knows: ['the broker’s address', 'the destination’s name'],
    },
    {
      name: 'consumer',
      aliases: ['receiver'],
      part: 'receiver',
      connects: ['broker'],
      knows: ['the broker’s address', 'the destination’s name'],
    },
  ],
  setup: ['the durable queue parley.stomp'],
};
