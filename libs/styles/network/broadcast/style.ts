import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../datagrams';

export const style: Style = {
  id: 'broadcast',
  title: 'Broadcast by the network (IP broadcast)',
  family: 'network',
  middleware: 'datagram',
  carrier: 'udp',
  rows: ['S44', 'S45'],
  persistence: claim('none', 'a switch passes frames on, it keeps none', 'receiver after sender'),
  release: claim('sent', 'the call returns when the kernel has the datagram', 'point of release'),
  cardinality: claim('broadcast', 'every host of the network gets a copy, asked for or not', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'a broadcast does not leave its Ethernet, which keeps the order of frames; across routers UDP promises none, but there it does not get',
    'order under faults',
  ),
  delivery: claim(
    'at most once',
    'one Ethernet doubles no frame; what a buffer cannot take is lost',
    'delivery under faults',
  ),
  full: claim('drop', 'what does not fit into a receiver’s buffers is dropped there', 'burst'),
  absent: claim('dropped', 'where nobody has the port open, each host throws it away', 'receiver absent'),
  tellsOfLoss: claim(false, 'nobody answers, so the sender learns nothing', 'delivery under faults'),
  uncoupling: {
    space: claim(true, 'the sender knows a network and a port, the receivers only the port', 'what each side knows'),
    time: claim(false, 'only who listens when the datagram comes gets it', 'receiver after sender'),
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
      aliases: ['host'],
      binds: true,
      address: ['udp://0.0.0.0:7702'],
      port: 7702,
      count: 2,
      knows: ['the port'],
    },
    { name: 'sender', part: 'sender', knows: ['the network’s broadcast address', 'the port'] },
  ],
  setup: ['the receivers are on the sender’s network'],
  adapterOf: 'multicast',
};
