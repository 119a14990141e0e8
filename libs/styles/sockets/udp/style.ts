import { claim, type Style } from '@parley/taxonomy';

/** Bytes of the largest body: with its head the message fits into one datagram of 65,507. */
export const maxBytes = 60_000;

export const style: Style = {
  id: 'udp',
  title: 'UDP sockets: single datagrams, no connection',
  family: 'sockets',
  middleware: 'the operating system’s datagram sockets',
  carrier: 'udp',
  rows: ['S1', 'S4', 'S55'],
  persistence: claim('none', 'a datagram is on its way or it is gone', 'receiver after sender'),
  release: claim('sent', 'sendto returns when the kernel of this host has the datagram', 'point of release'),
  cardinality: claim('unicast', 'a datagram goes to one address', 'two receivers'),
  order: claim(
    { kinds: [], scope: 'none' },
    'datagrams may overtake each other, and nobody sorts them',
    'order under faults',
  ),
  delivery: claim(
    'best effort',
    'a datagram may be lost or doubled on its way, and nobody looks after it',
    'delivery under faults',
  ),
  full: claim('drop', 'what finds the receiver’s buffer full is dropped, and the sender goes on', 'burst'),
  absent: claim('dropped', 'sendto asks nobody whether there is a receiver', 'receiver absent'),
  tellsOfLoss: claim(false, 'nobody answers a notice, so nothing is learnt of it', 'delivery under faults'),
  uncoupling: {
    space: claim(false, 'the sender has to know host and port', 'what each side knows'),
    time: claim(false, 'nobody keeps a datagram for a receiver that is not there', 'receiver after sender'),
    synchronisation: claim(true, 'sendto waits for the kernel of its own host only', 'receiver frozen'),
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
      address: ['udp://127.0.0.1:5402'],
      port: 5402,
      knows: [],
    },
    { name: 'client', aliases: ['sender'], part: 'sender', knows: ['the server’s host and port'] },
  ],
  setup: [],
};
