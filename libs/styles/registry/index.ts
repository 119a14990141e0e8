// Made by `npm run registry` from the folders.
import type { StyleFolder } from '@parley/roles';
import { style as mpi } from '@parley/styles/mpi/mpi/style';
import { style as anycast } from '@parley/styles/network/anycast/style';
import { style as broadcast } from '@parley/styles/network/broadcast/style';
import { style as geocast } from '@parley/styles/network/geocast/style';
import { style as multicast } from '@parley/styles/network/multicast/style';
import { style as proxy } from '@parley/styles/objects/proxy/style';
import { style as rmi } from '@parley/styles/objects/rmi/style';
import { style as p2p } from '@parley/styles/p2p/p2p/style';
import { style as rpc } from '@parley/styles/rpc/rpc/style';
import { style as rpcAsync } from '@parley/styles/rpc/rpc-async/style';
import { style as rpcDeferred } from '@parley/styles/rpc/rpc-deferred/style';
import { style as rpcMulticast } from '@parley/styles/rpc/rpc-multicast/style';
import { style as rpcStream } from '@parley/styles/rpc/rpc-stream/style';
import { style as asyncOverSync } from '@parley/styles/sockets/async-over-sync/style';
import { style as tcp } from '@parley/styles/sockets/tcp/style';
import { style as udp } from '@parley/styles/sockets/udp/style';
import { style as pipeline } from '@parley/styles/zeromq/pipeline/style';
import { style as pubsub } from '@parley/styles/zeromq/pubsub/style';
import { style as reqrep } from '@parley/styles/zeromq/reqrep/style';

/** Every style, by its id. Its parts are loaded when they are asked for. */
export const styles: Record<string, StyleFolder> = {
  mpi: {
    style: mpi,
    sender: () => import('@parley/styles/mpi/mpi/sender'),
    receiver: () => import('@parley/styles/mpi/mpi/receiver'),
    stranger: () => import('@parley/styles/mpi/mpi/stranger'),
    shows: {
      collectives: () => import('@parley/styles/mpi/mpi/shows/collectives'),
      examples: () => import('@parley/styles/mpi/mpi/shows/examples'),
      hello: () => import('@parley/styles/mpi/mpi/shows/hello'),
      'send-modes': () => import('@parley/styles/mpi/mpi/shows/send-modes'),
    },
  },
  anycast: {
    style: anycast,
    sender: () => import('@parley/styles/network/anycast/sender'),
    receiver: () => import('@parley/styles/network/anycast/receiver'),
    stranger: () => import('@parley/styles/network/anycast/stranger'),
    ground: () => import('@parley/styles/network/anycast/ground'),
    shows: {},
  },
  broadcast: {
    style: broadcast,
    sender: () => import('@parley/styles/network/broadcast/sender'),
    receiver: () => import('@parley/styles/network/broadcast/receiver'),
    stranger: () => import('@parley/styles/network/broadcast/stranger'),
    ground: () => import('@parley/styles/network/broadcast/ground'),
    shows: {},
  },
  geocast: {
    style: geocast,
    sender: () => import('@parley/styles/network/geocast/sender'),
    receiver: () => import('@parley/styles/network/geocast/receiver'),
    stranger: () => import('@parley/styles/network/geocast/stranger'),
    shows: {},
  },
  multicast: {
    style: multicast,
    sender: () => import('@parley/styles/network/multicast/sender'),
    receiver: () => import('@parley/styles/network/multicast/receiver'),
    stranger: () => import('@parley/styles/network/multicast/stranger'),
    shows: {
      'by-the-network': () => import('@parley/styles/network/multicast/shows/by-the-network'),
      facets: () => import('@parley/styles/network/multicast/shows/facets'),
      uncoupling: () => import('@parley/styles/network/multicast/shows/uncoupling'),
    },
  },
  proxy: {
    style: proxy,
    sender: () => import('@parley/styles/objects/proxy/sender'),
    receiver: () => import('@parley/styles/objects/proxy/receiver'),
    stranger: () => import('@parley/styles/objects/proxy/stranger'),
    deck: () => import('@parley/styles/objects/proxy/deck'),
    shows: {
      transparent: () => import('@parley/styles/objects/proxy/shows/transparent'),
    },
  },
  rmi: {
    style: rmi,
    sender: () => import('@parley/styles/objects/rmi/sender'),
    receiver: () => import('@parley/styles/objects/rmi/receiver'),
    middle: () => import('@parley/styles/objects/rmi/middle'),
    stranger: () => import('@parley/styles/objects/rmi/stranger'),
    deck: () => import('@parley/styles/objects/rmi/deck'),
    shows: {
      hello: () => import('@parley/styles/objects/rmi/shows/hello'),
      references: () => import('@parley/styles/objects/rmi/shows/references'),
    },
  },
  p2p: {
    style: p2p,
    sender: () => import('@parley/styles/p2p/p2p/sender'),
    receiver: () => import('@parley/styles/p2p/p2p/receiver'),
    middle: () => import('@parley/styles/p2p/p2p/middle'),
    stranger: () => import('@parley/styles/p2p/p2p/stranger'),
    shows: {
      'by-topic-and-content': () => import('@parley/styles/p2p/p2p/shows/by-topic-and-content'),
      'peer-killed': () => import('@parley/styles/p2p/p2p/shows/peer-killed'),
      'three-ways': () => import('@parley/styles/p2p/p2p/shows/three-ways'),
    },
  },
  rpc: {
    style: rpc,
    sender: () => import('@parley/styles/rpc/rpc/sender'),
    receiver: () => import('@parley/styles/rpc/rpc/receiver'),
    stranger: () => import('@parley/styles/rpc/rpc/stranger'),
    shows: {
      'figure-4-6': () => import('@parley/styles/rpc/rpc/shows/figure-4-6'),
      marshalling: () => import('@parley/styles/rpc/rpc/shows/marshalling'),
      'ten-steps': () => import('@parley/styles/rpc/rpc/shows/ten-steps'),
    },
  },
  'rpc-async': {
    style: rpcAsync,
    sender: () => import('@parley/styles/rpc/rpc-async/sender'),
    receiver: () => import('@parley/styles/rpc/rpc-async/receiver'),
    stranger: () => import('@parley/styles/rpc/rpc-async/stranger'),
    shows: {
      'figure-4-10': () => import('@parley/styles/rpc/rpc-async/shows/figure-4-10'),
    },
  },
  'rpc-deferred': {
    style: rpcDeferred,
    sender: () => import('@parley/styles/rpc/rpc-deferred/sender'),
    receiver: () => import('@parley/styles/rpc/rpc-deferred/receiver'),
    stranger: () => import('@parley/styles/rpc/rpc-deferred/stranger'),
    shows: {
      'figure-4-11': () => import('@parley/styles/rpc/rpc-deferred/shows/figure-4-11'),
    },
  },
  'rpc-multicast': {
    style: rpcMulticast,
    sender: () => import('@parley/styles/rpc/rpc-multicast/sender'),
    receiver: () => import('@parley/styles/rpc/rpc-multicast/receiver'),
    stranger: () => import('@parley/styles/rpc/rpc-multicast/stranger'),
    shows: {
      policies: () => import('@parley/styles/rpc/rpc-multicast/shows/policies'),
    },
  },
  'rpc-stream': {
    style: rpcStream,
    sender: () => import('@parley/styles/rpc/rpc-stream/sender'),
    receiver: () => import('@parley/styles/rpc/rpc-stream/receiver'),
    stranger: () => import('@parley/styles/rpc/rpc-stream/stranger'),
    shows: {},
  },
  'async-over-sync': {
    style: asyncOverSync,
    sender: () => import('@parley/styles/sockets/async-over-sync/sender'),
    receiver: () => import('@parley/styles/sockets/async-over-sync/receiver'),
    middle: () => import('@parley/styles/sockets/async-over-sync/middle'),
    stranger: () => import('@parley/styles/sockets/async-over-sync/stranger'),
    shows: {},
  },
  tcp: {
    style: tcp,
    sender: () => import('@parley/styles/sockets/tcp/sender'),
    receiver: () => import('@parley/styles/sockets/tcp/receiver'),
    stranger: () => import('@parley/styles/sockets/tcp/stranger'),
    deck: () => import('@parley/styles/sockets/tcp/deck'),
    shows: {
      'connection-pattern': () => import('@parley/styles/sockets/tcp/shows/connection-pattern'),
      'found-by-name': () => import('@parley/styles/sockets/tcp/shows/found-by-name'),
      'partial-reads': () => import('@parley/styles/sockets/tcp/shows/partial-reads'),
      'what-each-call-waits-for': () => import('@parley/styles/sockets/tcp/shows/what-each-call-waits-for'),
    },
  },
  udp: {
    style: udp,
    sender: () => import('@parley/styles/sockets/udp/sender'),
    receiver: () => import('@parley/styles/sockets/udp/receiver'),
    stranger: () => import('@parley/styles/sockets/udp/stranger'),
    deck: () => import('@parley/styles/sockets/udp/deck'),
    shows: {},
  },
  pipeline: {
    style: pipeline,
    sender: () => import('@parley/styles/zeromq/pipeline/sender'),
    receiver: () => import('@parley/styles/zeromq/pipeline/receiver'),
    stranger: () => import('@parley/styles/zeromq/pipeline/stranger'),
    deck: () => import('@parley/styles/zeromq/pipeline/deck'),
    shows: {
      'first-free': () => import('@parley/styles/zeromq/pipeline/shows/first-free'),
      'two-sources': () => import('@parley/styles/zeromq/pipeline/shows/two-sources'),
    },
  },
  pubsub: {
    style: pubsub,
    sender: () => import('@parley/styles/zeromq/pubsub/sender'),
    receiver: () => import('@parley/styles/zeromq/pubsub/receiver'),
    stranger: () => import('@parley/styles/zeromq/pubsub/stranger'),
    deck: () => import('@parley/styles/zeromq/pubsub/deck'),
    shows: {
      'high-water-mark': () => import('@parley/styles/zeromq/pubsub/shows/high-water-mark'),
      'late-subscriber': () => import('@parley/styles/zeromq/pubsub/shows/late-subscriber'),
    },
  },
  reqrep: {
    style: reqrep,
    sender: () => import('@parley/styles/zeromq/reqrep/sender'),
    receiver: () => import('@parley/styles/zeromq/reqrep/receiver'),
    stranger: () => import('@parley/styles/zeromq/reqrep/stranger'),
    deck: () => import('@parley/styles/zeromq/reqrep/deck'),
    shows: {
      curve: () => import('@parley/styles/zeromq/reqrep/shows/curve'),
      'lost-reply': () => import('@parley/styles/zeromq/reqrep/shows/lost-reply'),
    },
  },
};
