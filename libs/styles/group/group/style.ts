import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from './stack';

export const style: Style = {
  id: 'group',
  title: 'Group communication: reliable FIFO multicast with views',
  family: 'group',
  middleware: 'a stack of small layers over IP multicast',
  carrier: 'udp',
  rows: ['S46', 'S47', 'S49', 'S50', 'S51'],
  persistence: claim(
    'none',
    'members keep a message until all of them have it, not for those to come',
    'receiver after sender',
  ),
  release: claim(
    'sent',
    'the call returns when the message has left for a member, which multicasts it',
    'point of release',
  ),
  cardinality: claim('multicast', 'every member of the view gets it', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'what comes too early is held back until what its sender sent before is there',
    'order under faults',
  ),
  delivery: claim(
    'at most once',
    'lost packets are asked for again and doubles dropped; what only members had that died is gone',
    'delivery under faults',
  ),
  full: claim('buffer', 'what the application does not take waits in the member’s memory', 'burst'),
  absent: claim('error', 'no member answers, so the sender has nobody to hand the message to', 'receiver absent'),
  tellsOfLoss: claim(
    false,
    'a sender outside the group is not told when the members that had the message die',
    'delivery under faults',
  ),
  uncoupling: {
    space: claim(
      true,
      'both sides know the group’s address; members are found by asking there',
      'what each side knows',
    ),
    time: claim(false, 'only who is in the view gets what is sent', 'receiver after sender'),
    synchronisation: claim(true, 'the sender waits for no member to read', 'receiver frozen'),
  },
  replays: claim(false, 'a new member gets what follows its first view, nothing from before', 'read again'),
  carries: { notify: true, reserve: false },
  headers: true,
  maxBytes,
  roles: [
    {
      name: 'member',
      part: 'receiver',
      aliases: ['receiver'],
      binds: true,
      address: ['udp://239.77.6.1:7706/127.0.0.1'],
      port: 7706,
      count: 2,
      knows: ['the group’s address and port'],
    },
    { name: 'sender', part: 'sender', knows: ['the group’s address and port'] },
  ],
  setup: ['a member is there'],
};
