import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../limits';

export const style: Style = {
  id: 'broker',
  title: 'A message broker that matches applications by rules, each in its own format',
  family: 'queues',
  middleware: 'rabbitmq, and a matcher of our own',
  carrier: 'tcp',
  rows: ['S25'],
  persistence: claim(
    'queue',
    'a message is kept until it is matched, and each copy until its subscriber has acknowledged it',
    'receiver after sender',
  ),
  release: claim(
    'stored',
    'RabbitMQ confirms when the message is on disk; whom it will be matched with is not known yet',
    'broker killed',
  ),
  cardinality: claim('multicast', 'a copy goes to each subscriber that a rule names', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'the matcher sends what follows a message whose fate is not known again, after it; queues keep their order',
    'order under faults',
  ),
  delivery: claim(
    'at least once',
    'a matcher or a subscriber that is cut off before it has acknowledged gets the message again',
    'delivery under faults',
  ),
  full: claim('buffer', 'the broker takes a burst that nobody works off, and gives it out later', 'burst'),
  absent: claim(
    'stored',
    'the queue of a subscriber that has a rule is there also when the subscriber is not',
    'receiver absent',
  ),
  tellsOfLoss: claim(
    true,
    'what RabbitMQ has not confirmed is an error at the publisher; what fits no rule is a dead letter',
    'delivery under faults',
  ),
  uncoupling: {
    space: claim(true, 'both know the broker; a rule knows what is for whom', 'what each side knows'),
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
      name: 'matcher',
      part: 'middle',
      connects: ['broker'],
      knows: ['the rules: topics, fields of bodies, subscribers and their formats'],
    },
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
      knows: ['the broker’s address', 'its own name', 'the topics that it wants, and its format'],
    },
  ],
  setup: [
    'the exchange parley.broker, its intake and its rules',
    'a queue and a rule for each subscriber',
    'a queue each for dead letters',
  ],
  adapterOf: 'queue',
};
