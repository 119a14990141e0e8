import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from './queue';

export const style: Style = {
  id: 'sqs',
  title: 'A queue that is asked, Amazon SQS',
  family: 'cloud',
  middleware: 'sqs',
  carrier: 'tcp',
  rows: ['S34'],
  persistence: claim(
    'queue',
    'the service keeps a message until a receiver has deleted it, four days if nobody does',
    'receiver after sender',
  ),
  release: claim(
    'accepted',
    'the service has answered; that Amazon has stored it in several places by then was read: the server here forgets all with its process',
    'broker killed',
  ),
  cardinality: claim('anycast', 'what one receiver holds is hidden from the others', 'two receivers'),
  order: claim(
    { kinds: [], scope: 'none' },
    'a standard queue keeps none; a FIFO queue does, by group',
    'order under faults',
  ),
  delivery: claim(
    'at least once',
    'what is not deleted before its visibility timeout ends is handed out again, though it may have had its effect',
    'delivery under faults',
  ),
  full: claim('buffer', 'the queue takes what nobody fetches', 'burst'),
  absent: claim('stored', 'the queue is there also when nobody asks it', 'receiver absent'),
  tellsOfLoss: claim(true, 'what the service has not answered for is an error at the sender', 'delivery under faults'),
  uncoupling: {
    space: claim(true, 'both know the service and the name of a queue', 'what each side knows'),
    time: claim(true, 'what was put is taken when its sender is gone', 'receiver after sender'),
    synchronisation: claim(true, 'the sender waits for the service, not for a receiver', 'receiver frozen'),
  },
  replays: claim(false, 'what has been taken and acknowledged is gone', 'read again'),
  carries: { notify: true, reserve: false },
  headers: true,
  maxBytes,
  roles: [
    { name: 'broker', part: 'middle', external: 'moto', knows: ['what is hidden, and until when'] },
    {
      name: 'producer',
      aliases: ['sender', 'send'],
      part: 'sender',
      connects: ['broker'],
      knows: ['the service’s address', 'the queue’s name'],
    },
    {
      name: 'consumer',
      aliases: ['receiver', 'recv'],
      part: 'receiver',
      connects: ['broker'],
      knows: ['the service’s address', 'the queue’s name', 'how long its work takes'],
    },
  ],
  setup: ['the queue notices', 'notices-dead, where its redrive policy sends what was handed out five times'],
  product: {
    name: 'Amazon SQS',
    status: 'run',
    notRun: [
      'storing in several availability zones before the answer',
      'signatures and policies: the server here lets everybody in',
      'throttling, and the limits of messages in flight',
    ],
  },
};
