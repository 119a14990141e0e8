import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../datagrams';

export const style: Style = {
  id: 'multicast',
  title: 'Multicast by the network (IP multicast)',
  family: 'network',
  middleware: 'datagram',
  carrier: 'udp',
  rows: ['S43', 'S44', 'S45'],
  persistence: claim('none', 'a router passes datagrams on, it keeps none', 'receiver after sender'),
  release: claim('sent', 'the call returns when the kernel has the datagram', 'point of release'),
  cardinality: claim('multicast', 'whoever has joined the group gets a copy', 'two receivers'),
  order: claim(
    { kinds: [], scope: 'none' },
    'datagrams may overtake each other, and nobody sorts them',
    'order under faults',
  ),
  delivery: claim(
    'best effort',
    'a datagram may be lost or doubled on its way, for each member by itself',
    'delivery under faults',
  ),
  full: claim('drop', 'what does not fit into a member’s buffers is dropped there', 'burst'),
  absent: claim('dropped', 'a group without members takes a datagram as any other does', 'receiver absent'),
  tellsOfLoss: claim(false, 'nobody answers, so the sender learns nothing', 'delivery under faults'),
  uncoupling: {
    space: claim(true, 'both sides know the group, neither knows the other', 'what each side knows'),
    time: claim(false, 'only who is a member when the datagram comes gets it', 'receiver after sender'),
    synchronisation: claim(true, 'the sender waits for nobody', 'receiver frozen'),
  },
  replays: claim(false, 'nothing is kept that could be read again', 'read again'),
  carries: { notify: true, reserve: false },
  headers: true,
  maxBytes,
  roles: [
    {
      name: 'member',
      part: 'receiver',
      aliases: ['receiver'],
      binds: true,
      address: ['udp://239.77.1.1:7701/127.0.0.1'],
      port: 7701,
      count: 2,
      knows: ['the group’s address and port'],
    },
    { name: 'sender', part: 'sender', aliases: ['source'], knows: ['the group’s address and port'] },
  ],
  setup: ['the members have joined'],
};
