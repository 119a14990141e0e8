import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../datagrams';

export const style: Style = {
  id: 'anycast',
  title: 'Anycast by the network (one address, announced at several places)',
  family: 'network',
  middleware: 'datagram',
  carrier: 'udp',
  rows: ['S44', 'S45'],
  persistence: claim('none', 'a router passes datagrams on, it keeps none', 'receiver after sender'),
  release: claim('sent', 'a notice returns when the kernel has the datagram', 'point of release'),
  cardinality: claim(
    'anycast',
    'the routes lead to one of the servers: the nearest that is announced',
    'two receivers',
  ),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'each server has one way from a client, which keeps order; what another route takes arrives at another server',
    'order under faults',
  ),
  delivery: claim('at most once', 'nothing is sent again, and nothing on one way doubles it', 'delivery under faults'),
  full: claim('drop', 'what does not fit into the server’s buffers is dropped there', 'burst'),
  absent: claim('dropped', 'without a route the first router throws it away', 'receiver absent'),
  tellsOfLoss: claim(
    false,
    'a notice is not answered; a request without an answer has an unknown outcome',
    'delivery under faults',
  ),
  uncoupling: {
    space: claim(true, 'the client knows an address that stands for any of them', 'what each side knows'),
    time: claim(false, 'a server must be announced when the datagram comes', 'receiver after sender'),
    synchronisation: claim(
      true,
      'who sends a notice waits for nobody; who asks waits for the answer',
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
      part: 'receiver',
      binds: true,
      address: ['udp://10.99.0.1:7703'],
      port: 7703,
      count: 2,
      knows: ['the shared address and port'],
    },
    { name: 'client', part: 'sender', knows: ['the shared address and port', 'how long it will wait'] },
  ],
  setup: ['the servers are announced'],
  adapterOf: 'multicast',
};
