import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../limits';

export const style: Style = {
  id: 'chain',
  title: 'A chain of actions, a queue and any number of processes for each, RabbitMQ',
  family: 'queues',
  middleware: 'rabbitmq',
  carrier: 'tcp',
  rows: ['S28'],
  persistence: claim('queue', 'between two actions a message is in a queue, and nowhere else', 'receiver after sender'),
  release: claim('stored', 'the queue of the first action has it on disk; the actions follow', 'broker killed'),
  cardinality: claim('anycast', 'each action is done by one process of it', 'two receivers'),
  order: claim(
    { kinds: [], scope: 'none' },
    'whoever does an action overtakes others who do it: a small message a large one',
    'order under faults',
  ),
  delivery: claim(
    'at least once',
    'a process puts into the next queue before it takes off its own: who dies in between doubles it',
    'delivery under faults',
  ),
  full: claim('buffer', 'what an action is too slow for waits in its queue', 'burst'),
  absent: claim('stored', 'the queue of an action that nobody does fills up, those before it go on', 'receiver absent'),
  tellsOfLoss: claim(true, 'what the broker has not confirmed is an error at the producer', 'delivery under faults'),
  uncoupling: {
    space: claim(true, 'an action knows its own queue and the next one, no process', 'what each side knows'),
    time: claim(true, 'each action may be done when the one before is long over', 'receiver after sender'),
    synchronisation: claim(true, 'nobody waits for an action', 'receiver frozen'),
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
      part: 'sender',
      connects: ['broker'],
      knows: ['the broker’s address', 'the queue of the first action'],
    },
    {
      name: 'first',
      aliases: ['s1'],
      part: 'middle',
      connects: ['broker'],
      count: 2,
      knows: ['the broker’s address', 'its own queue and the next'],
    },
    {
      name: 'second',
      aliases: ['s2'],
      part: 'receiver',
      connects: ['broker'],
      count: 3,
      knows: ['the broker’s address', 'its own queue'],
    },
  ],
  setup: ['the quorum queues parley.chain.first and parley.chain.second, each with its queue of dead letters'],
  adapterOf: 'queue',
};
