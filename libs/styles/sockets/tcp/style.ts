import { claim, type Style } from '@parley/taxonomy';

/** Bytes of the largest body. */
export const maxBytes = 1024 * 1024;

/** What one frame may have: the largest body and what is said of it. */
export const frameBytes = maxBytes + 64 * 1024;

export const style: Style = {
  id: 'tcp',
  title: 'TCP sockets: one connection, two processes',
  family: 'sockets',
  middleware: 'the operating system’s stream sockets',
  carrier: 'tcp',
  rows: ['S1', 'S3', 'S7', 'S16', 'S55', 'S56', 'S58'],
  persistence: claim(
    'none',
    'a connection has two living ends; what is between them is in two kernels only',
    'receiver after sender',
  ),
  release: claim(
    'sent',
    'send returns when the kernel of this host has the bytes; nobody has read them yet',
    'point of release',
  ),
  cardinality: claim('unicast', 'a connection has one other end', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'the stream is ordered, and a new connection of a sender ends its old one before anything of the new one is taken',
    'order under faults',
  ),
  delivery: claim(
    'at most once',
    'nothing is sent a second time: what a broken connection held is gone',
    'delivery under faults',
  ),
  full: claim('block', 'who does not read closes the window, and the sender waits until its deadline', 'burst'),
  absent: claim('error', 'connecting is refused, so nothing is sent', 'receiver absent'),
  tellsOfLoss: claim(
    false,
    'a notice in the kernel counts as sent, also if its connection breaks a moment later',
    'delivery under faults',
  ),
  uncoupling: {
    space: claim(false, 'the client has to know host and port', 'what each side knows'),
    time: claim(false, 'without a living process at the other end there is no connection', 'receiver after sender'),
    synchronisation: claim(
      true,
      'the kernel takes the bytes of a notice while the other process stands still',
      'receiver frozen',
    ),
  },
  replays: claim(false, 'nothing is kept that could be read again', 'read again'),
  carries: { notify: true, reserve: true },
  headers: true,
  maxBytes,
  roles: [
    {
      name: 'server',
      aliases: ['receiver'],
      part: 'receiver',
      binds: true,
      address: ['tcp://127.0.0.1:5401'],
      port: 5401,
      knows: [],
    },
    { name: 'client', aliases: ['sender'], part: 'sender', knows: ['the server’s host and port'] },
  ],
  setup: [],
};
