import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../limits';

export const style: Style = {
  id: 'router',
  title: 'Message routers: from host to host over two brokers',
  family: 'queues',
  middleware: 'rabbitmq, and routers of our own',
  carrier: 'tcp',
  rows: ['S24'],
  persistence: claim('queue', 'each queue on the way keeps a message until the next has it', 'receiver after sender'),
  release: claim(
    'stored',
    'the sender’s own broker confirms when the message is on disk in its send queue; how far it comes is not known',
    'broker killed',
  ),
  cardinality: claim('anycast', 'processes of host B share its receive queue', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'a router sends what follows a message whose fate is not known again, after it; queues keep their order',
    'order under faults',
  ),
  delivery: claim(
    'at least once',
    'a router that is cut off between passing on and acknowledging passes on twice',
    'delivery under faults',
  ),
  full: claim('buffer', 'the broker takes a burst that nobody works off, and gives it out later', 'burst'),
  absent: claim('stored', 'the receive queue is there also when no receiver is', 'receiver absent'),
  tellsOfLoss: claim(
    true,
    'what its broker has not confirmed is an error at the sender; what is lost after that has to be a dead letter',
    'delivery under faults',
  ),
  uncoupling: {
    space: claim(
      true,
      'a sender knows its own broker and the name of a host; the routers know the ways',
      'what each side knows',
    ),
    time: claim(true, 'what was put is taken when its sender is gone', 'receiver after sender'),
    synchronisation: claim(
      true,
      'the sender waits for its own broker, for no router and no receiver',
      'receiver frozen',
    ),
  },
  replays: claim(false, 'what has been taken and acknowledged is gone', 'read again'),
  carries: { notify: true, reserve: false },
  headers: true,
  maxBytes,
  credentials: 'a user of the broker and its password',
  roles: [
    { name: 'broker', part: 'middle', external: 'rabbitmq', port: 5672, knows: [] },
    {
      name: 'router-a',
      part: 'middle',
      connects: ['broker'],
      knows: ['host A’s broker', 'to which router a message for a host goes'],
    },
    {
      name: 'router-b',
      part: 'middle',
      connects: ['broker'],
      knows: ['both brokers', 'to which host a message goes', 'which format that host reads'],
    },
    {
      name: 'sender',
      aliases: ['host-a'],
      part: 'sender',
      connects: ['broker'],
      knows: ['its own broker', 'its send queue', 'the name of the host that a message is for'],
    },
    {
      name: 'receiver',
      aliases: ['host-b'],
      part: 'receiver',
      connects: ['broker'],
      knows: ['its own broker', 'its receive queue'],
    },
  ],
  setup: [
    'on each broker the send and receive queues of its host',
    'the queues between the routers',
    'logs and dead letters',
  ],
  adapterOf: 'queue',
};
