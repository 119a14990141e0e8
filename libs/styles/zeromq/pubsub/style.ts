import { claim, type Style } from '@parley/taxonomy';

/** Where the publisher stands by default. */
export const port = 'tcp://127.0.0.1:5557';

/** What the topics of our notices begin with; the deck's begin with TIME. */
export const prefix = 'notice/';

export const style: Style = {
  id: 'pubsub',
  title: 'Publish and subscribe without a broker, ZeroMQ',
  family: 'zeromq',
  middleware: 'zeromq',
  carrier: 'tcp',
  rows: ['S19'],
  persistence: claim('none', 'nothing is kept for a subscriber that is not connected', 'receiver after sender'),
  release: claim(
    'none',
    'publish returns when libzmq has taken the message, with subscribers or without',
    'point of release',
  ),
  cardinality: claim('multicast', 'each goes to all whose prefix fits its topic', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'one queue and one connection for each subscriber',
    'order under faults',
  ),
  delivery: claim(
    'at most once',
    'nobody acknowledges: what was under way on a connection is lost with it, and at the high-water mark it is dropped',
    'delivery under faults',
  ),
  full: claim('drop', 'at a subscriber’s high-water mark its messages are dropped, for it alone', 'burst'),
  absent: claim('dropped', 'what nobody has subscribed to is dropped at once', 'receiver absent'),
  tellsOfLoss: claim(false, 'the publisher is never told; a subscriber sees the gap in the numbers', 'receiver absent'),
  uncoupling: {
    space: claim(
      false,
      'a publisher knows no subscriber, but each subscriber has the publisher’s address',
      'what each side knows',
    ),
    time: claim(false, 'a late subscriber misses the past', 'receiver after sender'),
    synchronisation: claim(true, 'the publisher never waits for a subscriber', 'receiver frozen'),
  },
  replays: claim(false, 'nothing is kept that could be read again', 'read again'),
  carries: { notify: true, reserve: false },
  headers: true,
  maxBytes: 4 * 1024 * 1024,
  roles: [
    {
      name: 'publisher',
      aliases: ['server'],
      part: 'sender',
      binds: true,
      address: [port],
      port: 5557,
      knows: ['the topics that it publishes on'],
    },
    {
      name: 'subscriber',
      aliases: ['client'],
      part: 'receiver',
      knows: ['the publisher’s address', 'the prefixes of the topics that it wants'],
    },
  ],
  setup: ['the subscription: the publisher must have heard of it'],
};
