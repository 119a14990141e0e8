import { claim, type Style } from '@parley/taxonomy';
import { entity } from './place';

export const style: Style = {
  id: 'servicebus',
  title: 'Azure Service Bus, by AMQP 1.0',
  family: 'protocols',
  middleware: 'amqp1',
  carrier: 'tcp',
  rows: ['S34'],
  product: {
    name: 'Azure Service Bus',
    status: 'alias',
    of: 'amqp1',
    notRun: [
      'tokens put to $cbs (claims-based security): here SASL PLAIN',
      'abandoning by `modified`: RabbitMQ 3.10 ends the session at it; here `released`, which counts as well',
      'renewal of locks and their expiry by $management: a lock of RabbitMQ holds as long as its connection',
      'sessions, without which the service itself promises no order; scheduled messages, duplicate detection',
    ],
  },
  persistence: claim('queue', 'the broker keeps a message until a receiver has settled it', 'receiver after sender'),
  release: claim(
    'stored',
    'sent unsettled: the broker answers `accepted` when a durable message is on disk',
    'broker killed',
  ),
  cardinality: claim('anycast', 'receivers at one node share what is in it', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'one link, one queue; what comes back to a classic queue goes to its old place',
    'order under faults',
  ),
  delivery: claim(
    'at least once',
    'what was sent and not settled is sent again, though it may have had its effect',
    'delivery under faults',
  ),
  full: claim('buffer', 'the broker takes a burst that nobody works off, and sends it later', 'burst'),
  absent: claim('stored', 'the queue is there also when no receiver is', 'receiver absent'),
  tellsOfLoss: claim(true, 'what the broker has not accepted is an error at the sender', 'delivery under faults'),
  uncoupling: {
    space: claim(true, 'both know the broker and the address of a node', 'what each side knows'),
    time: claim(true, 'what was sent is received when its sender is gone', 'receiver after sender'),
    synchronisation: claim(true, 'the sender waits for the broker, not for a receiver', 'receiver frozen'),
  },
  replays: claim(false, 'what has been taken and acknowledged is gone', 'read again'),
  carries: { notify: true, reserve: false },
  headers: true,
  maxBytes: entity.maxBytes,
  credentials: 'a user of the broker and its password (SASL PLAIN), over TLS',
  roles: [
    { name: 'broker', part: 'middle', external: 'rabbitmq', port: 5672, knows: [] },
    {
      name: 'producer',
      aliases: ['sender'],
      part: 'sender',
      connects: ['broker'],
      knows: ['the broker’s address', 'the node’s address'],
    },
    {
      name: 'consumer',
      aliases: ['receiver'],
      part: 'receiver',
      connects: ['broker'],
      knows: ['the broker’s address', 'the node’s address'],
    },
  ],
  setup: ['the durable queue parley.servicebus', 'parley.servicebus.dead for its dead letters'],
  adapterOf: 'amqp1',
};
