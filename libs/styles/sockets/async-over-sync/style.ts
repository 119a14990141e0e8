import { claim, type Style } from '@parley/taxonomy';

/** Bytes of the largest body. */
export const maxBytes = 1024 * 1024;

/** What one frame may have: the largest body and what is said of it. */
export const frameBytes = maxBytes + 64 * 1024;

/** Bytes that wait in the buffer at most, on either side; after that putting in waits. */
export const roomBytes = 4 * 1024 * 1024;

export const style: Style = {
  id: 'async-over-sync',
  title: 'Asynchronous sending out of synchronous calls',
  family: 'sockets',
  middleware: 'blocking calls over TCP sockets, and a buffer process',
  carrier: 'tcp',
  rows: ['S5', 'S6'],
  persistence: claim(
    'none',
    'the buffer holds a message for a receiver that runs; for one that does not, it throws it away',
    'receiver after sender',
  ),
  release: claim(
    'accepted',
    'the buffer process answers as soon as it has the message; it waits for the receiver in the sender’s place',
    'point of release',
  ),
  cardinality: claim('unicast', 'a buffer sends to one receiver', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'the buffer makes one blocking send after the other',
    'order under faults',
  ),
  delivery: claim(
    'at most once',
    'a blocking send that failed is not made again: it may have come about',
    'delivery under faults',
  ),
  full: claim('block', 'receive buffer full, buffer full: putting in waits, until its deadline', 'burst'),
  absent: claim('dropped', 'the sender has been let go when the blocking send fails', 'receiver absent'),
  tellsOfLoss: claim(false, 'whoever learns of the loss is the buffer, not the sender', 'receiver absent'),
  uncoupling: {
    space: claim(
      false,
      'the buffer is the sender’s own and has to know the receiver’s host and port',
      'what each side knows',
    ),
    time: claim(false, 'the receiver has to run when its turn comes', 'receiver after sender'),
    synchronisation: claim(true, 'the sender waits for the buffer only', 'receiver frozen'),
  },
  replays: claim(false, 'nothing is kept that could be read again', 'read again'),
  carries: { notify: true, reserve: false },
  headers: true,
  maxBytes,
  roles: [
    {
      name: 'receiver',
      part: 'receiver',
      binds: true,
      connects: [],
      address: ['tcp://127.0.0.1:5403'],
      port: 5403,
      knows: [],
    },
    {
      name: 'buffer',
      part: 'middle',
      binds: true,
      address: ['tcp://127.0.0.1:5404'],
      port: 5404,
      connects: ['receiver'],
      knows: ['the receiver’s host and port'],
    },
    { name: 'sender', part: 'sender', connects: ['buffer'], knows: ['its own buffer'] },
  ],
  setup: [],
};
