import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../limits';

export const style: Style = {
  id: 'workqueue',
  title: 'Work queue: tasks shared out to many processes, RabbitMQ',
  family: 'queues',
  middleware: 'rabbitmq',
  carrier: 'tcp',
  rows: ['S27'],
  persistence: claim('queue', 'the broker keeps a task until a worker has done it', 'receiver after sender'),
  release: claim(
    'stored',
    'a quorum queue confirms when a majority of its copies has the task on disk',
    'broker killed',
  ),
  cardinality: claim('anycast', 'a task goes to one worker that has room for it', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'for each pair of source and worker: what a dead worker had comes back before the rest; not over several workers',
    'order under faults',
  ),
  delivery: claim(
    'at least once',
    'a task that was not acknowledged is handed out again, though it may have been done',
    'delivery under faults',
  ),
  full: claim('buffer', 'tasks that nobody has taken wait at the broker', 'burst'),
  absent: claim('stored', 'tasks wait for a worker to come', 'receiver absent'),
  tellsOfLoss: claim(true, 'what the broker has not confirmed is an error at the source', 'delivery under faults'),
  uncoupling: {
    space: claim(true, 'nobody knows how many workers there are, nor where', 'what each side knows'),
    time: claim(true, 'a task is done also when its source is gone', 'receiver after sender'),
    synchronisation: claim(true, 'the source waits for the broker, not for a worker', 'receiver frozen'),
  },
  replays: claim(false, 'what has been taken and acknowledged is gone', 'read again'),
  carries: { notify: true, reserve: false },
  headers: true,
  maxBytes,
  credentials: 'a user of the broker and its password',
  roles: [
    { name: 'broker', part: 'middle', external: 'rabbitmq', port: 5672, knows: [] },
    {
      name: 'source',
      aliases: ['producer'],
      part: 'sender',
      connects: ['broker'],
      knows: ['the broker’s address', 'the queue’s name'],
    },
    {
      name: 'worker',
      aliases: ['consumer'],
      part: 'receiver',
      connects: ['broker'],
      count: 3,
      knows: ['the broker’s address', 'the queue’s name'],
    },
  ],
  setup: ['the quorum queue parley.workqueue, with a limit of deliveries', 'parley.workqueue.dead'],
  adapterOf: 'queue',
};
