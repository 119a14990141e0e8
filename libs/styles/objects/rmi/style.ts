import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../limits';

export const style: Style = {
  id: 'rmi',
  title: 'Remote method invocation: registry, remote references, leases',
  family: 'objects',
  middleware: 'objects',
  carrier: 'tcp',
  rows: ['S14', 'S55'],
  persistence: claim('none', 'an invocation without a running object fails: nobody keeps it', 'receiver after sender'),
  release: claim('processed', 'the invocation returns when the method has ended', 'point of release'),
  cardinality: claim('unicast', 'a reference names one object', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'invocations go over one connection in the order in which they were made; a newer connection of a client ends its older one',
    'order under faults',
  ),
  delivery: claim('at most once', 'an invocation is never made twice', 'delivery under faults'),
  full: claim('block', 'sixty-four invocations are under way, the others wait for their turn', 'burst'),
  absent: claim('error', 'the name is not bound, or nobody is at the address', 'receiver absent'),
  tellsOfLoss: claim(true, 'an invocation returns or fails by its deadline', 'delivery under faults'),
  uncoupling: {
    space: claim(
      false,
      'the registry is asked once: then the client calls the object where it is',
      'what each side knows',
    ),
    time: claim(false, 'client and object have to run at the same time', 'receiver after sender'),
    synchronisation: claim(false, 'the client is blocked until the method has ended', 'receiver frozen'),
  },
  replays: claim(false, 'nothing is kept that could be read again', 'read again'),
  carries: { notify: true, reserve: true },
  headers: true,
  maxBytes,
  roles: [
    {
      name: 'registry',
      part: 'middle',
      binds: true,
      address: ['ws://127.0.0.1:1099'],
      port: 1099,
      knows: ['nobody'],
    },
    {
      name: 'server',
      part: 'receiver',
      binds: true,
      address: ['ws://127.0.0.1:1098'],
      port: 1098,
      connects: ['registry'],
      knows: ['the registry’s address', 'the name under which it binds its object'],
    },
    {
      name: 'client',
      part: 'sender',
      connects: ['registry'],
      knows: ['the registry’s address', 'the object’s name', 'the object’s methods'],
    },
  ],
  setup: ['the server has bound its object in the registry'],
};
