import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../datagrams';

export const style: Style = {
  id: 'geocast',
  title: 'Geocast by area (a multicast group a cell of the globe)',
  family: 'network',
  middleware: 'datagram',
  carrier: 'udp',
  rows: ['S44'],
  persistence: claim('none', 'a router passes datagrams on, it keeps none', 'receiver after sender'),
  release: claim('sent', 'the call returns when the kernel has the datagram', 'point of release'),
  cardinality: claim('geocast', 'whoever stands in the area that the message names gets a copy', 'two receivers'),
  order: claim(
    { kinds: [], scope: 'none' },
    'datagrams may overtake each other, and nobody sorts them',
    'order under faults',
  ),
  delivery: claim(
    'best effort',
    'a datagram may be lost or doubled on its way, for each receiver by itself',
    'delivery under faults',
  ),
  full: claim('drop', 'what does not fit into a receiver’s buffers is dropped there', 'burst'),
  absent: claim('dropped', 'an area in which nobody stands takes a datagram as any other does', 'receiver absent'),
  tellsOfLoss: claim(false, 'nobody answers, so the sender learns nothing', 'delivery under faults'),
  uncoupling: {
    space: claim(true, 'the sender knows an area, the receiver where it stands itself', 'what each side knows'),
    time: claim(false, 'only who stands there when the datagram comes gets it', 'receiver after sender'),
    synchronisation: claim(true, 'the sender waits for nobody', 'receiver frozen'),
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
      address: ['udp://239.77.4.55:7704/France'],
      port: 7704,
      count: 2,
      knows: ['the country that it stands in', 'the port'],
    },
    { name: 'sender', part: 'sender', aliases: ['source'], knows: ['an area', 'the port'] },
  ],
  setup: ['the receivers have joined the groups of their cells'],
  adapterOf: 'multicast',
};
