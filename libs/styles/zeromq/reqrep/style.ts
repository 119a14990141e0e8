import { claim, type Style } from '@parley/taxonomy';

/** The deck's two ports: a replier serves both. */
export const ports = ['tcp://127.0.0.1:5555', 'tcp://127.0.0.1:5556'] as const;

export const style: Style = {
  id: 'reqrep',
  title: 'Request and reply, ZeroMQ',
  family: 'zeromq',
  middleware: 'zeromq',
  carrier: 'tcp',
  rows: ['S18', 'S55'],
  persistence: claim('none', 'queues are in the memory of the two ends and die with them', 'receiver after sender'),
  release: claim(
    'processed',
    'the reply is the acknowledgement, and it is sent when the handler has ended',
    'point of release',
  ),
  cardinality: claim('anycast', 'a requester asks the repliers that it is connected to in turn', 'two receivers'),
  order: claim(
    { kinds: [], scope: 'none' },
    'requests are dealt over the connections in turn, and each connection is as fast as it is',
    'order under faults',
  ),
  delivery: claim(
    'at most once',
    'a request is sent once: with its connection it is gone, and nobody sends it again',
    'delivery under faults',
  ),
  full: claim('block', 'so many requests may be under way; the others wait until their deadline', 'burst'),
  absent: claim('error', 'nothing is queued for a replier that is not connected', 'receiver absent'),
  tellsOfLoss: claim(
    true,
    'a request without a reply is an error at its deadline at the latest',
    'delivery under faults',
  ),
  uncoupling: {
    space: claim(false, 'a requester has the replier’s address', 'what each side knows'),
    time: claim(false, 'no reply comes from a replier that does not run', 'receiver after sender'),
    synchronisation: claim(false, 'the requester waits until the handler has ended', 'receiver frozen'),
  },
  replays: claim(false, 'nothing is kept that could be read again', 'read again'),
  carries: { notify: true, reserve: true },
  headers: true,
  maxBytes: 4 * 1024 * 1024,
  credentials: 'CURVE',
  roles: [
    {
      name: 'server',
      aliases: ['replier'],
      part: 'receiver',
      binds: true,
      address: ports,
      port: 5555,
      knows: ['its own key, and the keys of those that it lets in'],
    },
    {
      name: 'client',
      aliases: ['requester'],
      part: 'sender',
      knows: ['the server’s addresses', 'the server’s public key', 'what a request and a reply are made of'],
    },
  ],
  setup: [],
};
