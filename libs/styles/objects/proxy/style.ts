import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../limits';

export const style: Style = {
  id: 'proxy',
  title: 'Transparent remote objects (RPyC), call-backs included',
  family: 'objects',
  middleware: 'rpyc',
  carrier: 'tcp',
  rows: ['S15', 'S55'],
  persistence: claim('none', 'using an object that does not run fails: nobody keeps it', 'receiver after sender'),
  release: claim('processed', 'the proxy’s method returns when the object’s has ended', 'point of release'),
  cardinality: claim('unicast', 'a proxy stands for one object', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'requests of one connection begin in the order in which they came; the object of a newer connection ends the older one’s',
    'order under faults',
  ),
  delivery: claim('at most once', 'a request is never sent twice', 'delivery under faults'),
  full: claim('block', 'sixty-four requests are under way, the others wait for their turn', 'burst'),
  absent: claim('error', 'nobody accepts the connection', 'receiver absent'),
  tellsOfLoss: claim(true, 'every use of the proxy returns or fails by its deadline', 'delivery under faults'),
  uncoupling: {
    space: claim(false, 'the client has the server’s address', 'what each side knows'),
    time: claim(false, 'client and object have to run at the same time', 'receiver after sender'),
    synchronisation: claim(false, 'the client is blocked as long as the object’s method runs', 'receiver frozen'),
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
      address: ['tcp://127.0.0.1:18861'],
      port: 18861,
      knows: ['nobody'],
    },
    {
      name: 'client',
      part: 'sender',
      knows: ['the server’s address', 'the object’s attributes and methods'],
    },
  ],
  setup: [],
};
