import { claim, type Style } from '@parley/taxonomy';

/** Bytes of the largest body. */
export const maxBytes = 1024 * 1024;

/** What one frame may have: the largest body and what is said of it. */
export const frameBytes = maxBytes + 64 * 1024;

export const style: Style = {
  id: 'naive',
  title: 'Reliable multicast, the naive way: to each, with an ACK',
  family: 'group',
  middleware: 'the operating system’s stream sockets',
  carrier: 'tcp',
  rows: ['S48'],
  persistence: claim('none', 'nobody keeps a message for a member that is not there', 'receiver after sender'),
  release: claim('processed', 'every member has answered, and each answers when it is done', 'point of release'),
  cardinality: claim('multicast', 'the sender sends it to each member, one after the other', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'there is one connection to each member, and nothing overtakes on it',
    'order under faults',
  ),
  delivery: claim(
    'at most once',
    'nothing is sent again: what a member may have had already could come twice',
    'delivery under faults',
  ),
  full: claim('block', 'a member that does not read stops the sender, until its deadline', 'burst'),
  absent: claim('error', 'the member cannot be connected to, and the sender says so', 'receiver absent'),
  tellsOfLoss: claim(
    true,
    'a member that has not answered is one that may not have it; but a sender that dies tells nobody',
    'delivery under faults',
  ),
  uncoupling: {
    space: claim(false, 'the sender has to know the address of every member', 'what each side knows'),
    time: claim(false, 'members that are not there when it is sent never get it', 'receiver after sender'),
    synchronisation: claim(false, 'the sender waits for the slowest member', 'receiver frozen'),
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
      address: ['tcp://127.0.0.1:7711'],
      port: 7711,
      knows: [],
    },
    { name: 'sender', part: 'sender', knows: ['the address of every member'] },
  ],
  setup: [],
};
