import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../limits';

export const style: Style = {
  id: 'amazonmq',
  title: 'Amazon MQ, its engine ActiveMQ by AMQP 1.0',
  family: 'protocols',
  middleware: 'amqp1',
  carrier: 'tcp',
  rows: ['S34'],
  product: {
    name: 'Amazon MQ',
    status: 'run',
    of: 'amqp1',
    notRun: [
      'Amazon’s own machines: here ActiveMQ Classic, the engine that it runs',
      'its second engine, RabbitMQ, is style `queue` under another address',
      'a standby broker on a second machine',
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
    'one link, one queue; what comes back goes to its old place',
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
  maxBytes,
  credentials: 'a user of the broker and its password (SASL PLAIN), over TLS',
  roles: [
    { name: 'broker', part: 'middle', external: 'activemq', port: 5672, knows: [] },
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
  setup: ['the queue parley.amazonmq'],
  adapterOf: 'amqp1',
};
