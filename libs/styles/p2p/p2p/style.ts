import { claim, type Style } from '@parley/taxonomy';

/** The record of publish/subscribe without a broker. */
export const style: Style = {
  id: 'p2p',
  title: 'Publish and subscribe among peers',
  family: 'p2p',
  middleware: 'gossipsub by libp2p',
  carrier: 'tcp',
  rows: ['S52'],
  persistence: claim('none', 'no peer keeps a message longer than it takes to pass it on', 'receiver after sender'),
  release: claim('sent', 'publish returns when the message has left the process for a neighbour', 'point of release'),
  cardinality: claim('multicast', 'every peer that has subscribed gets it', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'a way keeps the order, the first copy counts, and the subscriber drops what comes behind a later one',
    'order under faults',
  ),
  delivery: claim(
    'at most once',
    'a peer remembers for two minutes what it has seen; nobody says what he has not got',
    'delivery under faults',
  ),
  full: claim('drop', 'no publisher is told to wait: a subscriber drops what it has no room for', 'burst'),
  absent: claim('dropped', 'the neighbour forwards it to nobody', 'receiver absent'),
  tellsOfLoss: claim(false, 'what is lost behind the first neighbour is not told', 'delivery under faults'),
  uncoupling: {
    space: claim(true, 'all know is some peer, any one, and a channel', 'what each side knows'),
    time: claim(false, 'who comes later gets nothing of before', 'receiver after sender'),
    synchronisation: claim(true, 'publish waits for the own system, for no other peer', 'receiver frozen'),
  },
  replays: claim(false, 'nothing is kept that could be read again', 'read again'),
  carries: { notify: true, reserve: false },
  headers: true,
  maxBytes: 1024 * 1024,
  roles: [
    {
      name: 'forwarder',
      aliases: ['peer', 'bootstrap'],
      part: 'middle',
      binds: true,
      address: ['tcp://127.0.0.1:4001'],
      port: 4001,
      knows: ['a channel'],
    },
    {
      name: 'subscriber',
      part: 'receiver',
      count: 2,
      knows: ['one peer, any one', 'a channel', 'what it wants of it'],
    },
    { name: 'publisher', aliases: ['editor'], part: 'sender', knows: ['one peer, any one', 'a channel'] },
  ],
  setup: ['the subscriber in the mesh'],
};
