import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../limits';

export const style: Style = {
  id: 'queue-rpc',
  title: 'Remote calls over two queues, RabbitMQ',
  family: 'queues',
  middleware: 'rabbitmq',
  carrier: 'tcp',
  rows: ['S32'],
  persistence: claim(
    'none',
    'the broker throws a request away when its caller does not wait for it any more',
    'receiver after sender',
  ),
  release: claim('processed', 'the call comes back with the reply', 'point of release'),
  cardinality: claim('anycast', 'servers share the queue of requests', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'a server begins requests in the order of the queue; it ends them as they end',
    'order under faults',
  ),
  delivery: claim(
    'at least once',
    'a request that was not acknowledged is handed out again, though it may have been answered',
    'delivery under faults',
  ),
  full: claim('block', 'what no server takes up waits in the queue until its caller gives up', 'burst'),
  absent: claim('error', 'no reply by the deadline; by then the request is gone, too', 'receiver absent'),
  tellsOfLoss: claim(true, 'a call without a reply is an error at its deadline', 'delivery under faults'),
  uncoupling: {
    space: claim(true, 'the caller knows a queue, the server the queue that a request names', 'what each side knows'),
    time: claim(false, 'a server has to take the request up while its caller waits', 'receiver after sender'),
    synchronisation: claim(false, 'the call waits for its reply, though its process need not', 'receiver frozen'),
  },
  replays: claim(false, 'nothing is kept that could be read again', 'read again'),
  carries: { notify: false, reserve: true },
  headers: true,
  maxBytes,
  credentials: 'a user of the broker and its password',
  roles: [
    { name: 'broker', part: 'middle', external: 'rabbitmq', port: 5672, knows: [] },
    {
      name: 'client',
      part: 'sender',
      connects: ['broker'],
      knows: ['the broker’s address', 'the queue of the requests'],
    },
    {
      name: 'server',
      part: 'receiver',
      connects: ['broker'],
      knows: ['the broker’s address', 'the queue of the requests'],
    },
  ],
  setup: ['the durable queue parley.rpc.requests; a client declares the queue of its own replies'],
};
