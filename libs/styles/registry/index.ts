// Made by `npm run registry` from the folders.
import type { StyleFolder } from '@parley/roles';
import { style as eventhubs } from '@parley/styles/cloud/eventhubs/style';
import { style as kinesis } from '@parley/styles/cloud/kinesis/style';
import { style as sqs } from '@parley/styles/cloud/sqs/style';
import { style as group } from '@parley/styles/group/group/style';
import { style as naive } from '@parley/styles/group/naive/style';
import { style as mail } from '@parley/styles/mail/mail/style';
import { style as mpi } from '@parley/styles/mpi/mpi/style';
import { style as anycast } from '@parley/styles/network/anycast/style';
import { style as broadcast } from '@parley/styles/network/broadcast/style';
import { style as geocast } from '@parley/styles/network/geocast/style';
import { style as multicast } from '@parley/styles/network/multicast/style';
import { style as proxy } from '@parley/styles/objects/proxy/style';
import { style as rmi } from '@parley/styles/objects/rmi/style';
import { style as p2p } from '@parley/styles/p2p/p2p/style';
import { style as amazonmq } from '@parley/styles/protocols/amazonmq/style';
import { style as amqp1 } from '@parley/styles/protocols/amqp1/style';
import { style as mqtt } from '@parley/styles/protocols/mqtt/style';
import { style as servicebus } from '@parley/styles/protocols/servicebus/style';
import { style as stomp } from '@parley/styles/protocols/stomp/style';
import { style as broker } from '@parley/styles/queues/broker/style';
import { style as chain } from '@parley/styles/queues/chain/style';
import { style as content } from '@parley/styles/queues/content/style';
import { style as fanout } from '@parley/styles/queues/fanout/style';
import { style as queue } from '@parley/styles/queues/queue/style';
import { style as queueRpc } from '@parley/styles/queues/queue-rpc/style';
import { style as router } from '@parley/styles/queues/router/style';
import { style as topic } from '@parley/styles/queues/topic/style';
import { style as workqueue } from '@parley/styles/queues/workqueue/style';
import { style as rpc } from '@parley/styles/rpc/rpc/style';
import { style as rpcAsync } from '@parley/styles/rpc/rpc-async/style';
import { style as rpcDeferred } from '@parley/styles/rpc/rpc-deferred/style';
import { style as rpcMulticast } from '@parley/styles/rpc/rpc-multicast/style';
import { style as rpcStream } from '@parley/styles/rpc/rpc-stream/style';
import { style as asyncOverSync } from '@parley/styles/sockets/async-over-sync/style';
import { style as tcp } from '@parley/styles/sockets/tcp/style';
import { style as udp } from '@parley/styles/sockets/udp/style';
import { style as complex } from '@parley/styles/streams/complex/style';
import { style as isochronous } from '@parley/styles/streams/isochronous/style';
import { style as replay } from '@parley/styles/streams/replay/style';
import { style as stream } from '@parley/styles/streams/stream/style';
import { style as windows } from '@parley/styles/streams/windows/style';
import { style as pipeline } from '@parley/styles/zeromq/pipeline/style';
import { style as pubsub } from '@parley/styles/zeromq/pubsub/style';
import { style as reqrep } from '@parley/styles/zeromq/reqrep/style';

/** Every style, by its id. Its parts are loaded when they are asked for. */
export const styles: Record<string, StyleFolder> = {
  eventhubs: {
    style: eventhubs,
    sender: () => import('@parley/styles/cloud/eventhubs/sender'),
    receiver: () => import('@parley/styles/cloud/eventhubs/receiver'),
    stranger: () => import('@parley/styles/cloud/eventhubs/stranger'),
    ground: () => import('@parley/styles/cloud/eventhubs/ground'),
    setup: () => import('@parley/styles/cloud/eventhubs/setup'),
    shows: {
      'another-name': () => import('@parley/styles/cloud/eventhubs/shows/another-name'),
    },
  },
  kinesis: {
    style: kinesis,
    sender: () => import('@parley/styles/cloud/kinesis/sender'),
    receiver: () => import('@parley/styles/cloud/kinesis/receiver'),
    stranger: () => import('@parley/styles/cloud/kinesis/stranger'),
    ground: () => import('@parley/styles/cloud/kinesis/ground'),
    setup: () => import('@parley/styles/cloud/kinesis/setup'),
    shows: {
      shards: () => import('@parley/styles/cloud/kinesis/shows/shards'),
    },
  },
  sqs: {
    style: sqs,
    sender: () => import('@parley/styles/cloud/sqs/sender'),
    receiver: () => import('@parley/styles/cloud/sqs/receiver'),
    stranger: () => import('@parley/styles/cloud/sqs/stranger'),
    ground: () => import('@parley/styles/cloud/sqs/ground'),
    setup: () => import('@parley/styles/cloud/sqs/setup'),
    shows: {
      visibility: () => import('@parley/styles/cloud/sqs/shows/visibility'),
    },
  },
  group: {
    style: group,
    sender: () => import('@parley/styles/group/group/sender'),
    receiver: () => import('@parley/styles/group/group/receiver'),
    stranger: () => import('@parley/styles/group/group/stranger'),
    shows: {
      'four-messages': () => import('@parley/styles/group/group/shows/four-messages'),
      'on-brokers': () => import('@parley/styles/group/group/shows/on-brokers'),
      operations: () => import('@parley/styles/group/group/shows/operations'),
      orders: () => import('@parley/styles/group/group/shows/orders'),
      'receipt-is-not-delivery': () => import('@parley/styles/group/group/shows/receipt-is-not-delivery'),
      services: () => import('@parley/styles/group/group/shows/services'),
    },
  },
  naive: {
    style: naive,
    sender: () => import('@parley/styles/group/naive/sender'),
    receiver: () => import('@parley/styles/group/naive/receiver'),
    stranger: () => import('@parley/styles/group/naive/stranger'),
    shows: {
      'some-get-it': () => import('@parley/styles/group/naive/shows/some-get-it'),
    },
  },
  mail: {
    style: mail,
    sender: () => import('@parley/styles/mail/mail/sender'),
    receiver: () => import('@parley/styles/mail/mail/receiver'),
    middle: () => import('@parley/styles/mail/mail/middle'),
    stranger: () => import('@parley/styles/mail/mail/stranger'),
    shows: {
      'recipient-down': () => import('@parley/styles/mail/mail/shows/recipient-down'),
    },
  },
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
  amazonmq: {
    style: amazonmq,
    sender: () => import('@parley/styles/protocols/amazonmq/sender'),
    receiver: () => import('@parley/styles/protocols/amazonmq/receiver'),
    stranger: () => import('@parley/styles/protocols/amazonmq/stranger'),
    ground: () => import('@parley/styles/protocols/amazonmq/ground'),
    setup: () => import('@parley/styles/protocols/amazonmq/setup'),
    shows: {},
  },
  amqp1: {
    style: amqp1,
    sender: () => import('@parley/styles/protocols/amqp1/sender'),
    receiver: () => import('@parley/styles/protocols/amqp1/receiver'),
    stranger: () => import('@parley/styles/protocols/amqp1/stranger'),
    ground: () => import('@parley/styles/protocols/amqp1/ground'),
    setup: () => import('@parley/styles/protocols/amqp1/setup'),
    shows: {
      'one-message-every-protocol': () => import('@parley/styles/protocols/amqp1/shows/one-message-every-protocol'),
      settlement: () => import('@parley/styles/protocols/amqp1/shows/settlement'),
    },
  },
  mqtt: {
    style: mqtt,
    sender: () => import('@parley/styles/protocols/mqtt/sender'),
    receiver: () => import('@parley/styles/protocols/mqtt/receiver'),
    stranger: () => import('@parley/styles/protocols/mqtt/stranger'),
    ground: () => import('@parley/styles/protocols/mqtt/ground'),
    setup: () => import('@parley/styles/protocols/mqtt/setup'),
    shows: {
      'quality-of-service': () => import('@parley/styles/protocols/mqtt/shows/quality-of-service'),
    },
  },
  servicebus: {
    style: servicebus,
    sender: () => import('@parley/styles/protocols/servicebus/sender'),
    receiver: () => import('@parley/styles/protocols/servicebus/receiver'),
    stranger: () => import('@parley/styles/protocols/servicebus/stranger'),
    ground: () => import('@parley/styles/protocols/servicebus/ground'),
    setup: () => import('@parley/styles/protocols/servicebus/setup'),
    shows: {
      'peek-lock': () => import('@parley/styles/protocols/servicebus/shows/peek-lock'),
    },
  },
  stomp: {
    style: stomp,
    sender: () => import('@parley/styles/protocols/stomp/sender'),
    receiver: () => import('@parley/styles/protocols/stomp/receiver'),
    stranger: () => import('@parley/styles/protocols/stomp/stranger'),
    ground: () => import('@parley/styles/protocols/stomp/ground'),
    setup: () => import('@parley/styles/protocols/stomp/setup'),
    shows: {},
  },
  broker: {
    style: broker,
    sender: () => import('@parley/styles/queues/broker/sender'),
    receiver: () => import('@parley/styles/queues/broker/receiver'),
    middle: () => import('@parley/styles/queues/broker/middle'),
    stranger: () => import('@parley/styles/queues/broker/stranger'),
    ground: () => import('@parley/styles/queues/broker/ground'),
    setup: () => import('@parley/styles/queues/broker/setup'),
    shows: {
      rules: () => import('@parley/styles/queues/broker/shows/rules'),
    },
  },
  chain: {
    style: chain,
    sender: () => import('@parley/styles/queues/chain/sender'),
    receiver: () => import('@parley/styles/queues/chain/receiver'),
    middle: () => import('@parley/styles/queues/chain/middle'),
    stranger: () => import('@parley/styles/queues/chain/stranger'),
    ground: () => import('@parley/styles/queues/chain/ground'),
    setup: () => import('@parley/styles/queues/chain/setup'),
    shows: {
      'four-steps': () => import('@parley/styles/queues/chain/shows/four-steps'),
    },
  },
  content: {
    style: content,
    sender: () => import('@parley/styles/queues/content/sender'),
    receiver: () => import('@parley/styles/queues/content/receiver'),
    stranger: () => import('@parley/styles/queues/content/stranger'),
    ground: () => import('@parley/styles/queues/content/ground'),
    setup: () => import('@parley/styles/queues/content/setup'),
    shows: {
      'pattern-and-content': () => import('@parley/styles/queues/content/shows/pattern-and-content'),
    },
  },
  fanout: {
    style: fanout,
    sender: () => import('@parley/styles/queues/fanout/sender'),
    receiver: () => import('@parley/styles/queues/fanout/receiver'),
    stranger: () => import('@parley/styles/queues/fanout/stranger'),
    ground: () => import('@parley/styles/queues/fanout/ground'),
    setup: () => import('@parley/styles/queues/fanout/setup'),
    shows: {
      'queue-per-consumer': () => import('@parley/styles/queues/fanout/shows/queue-per-consumer'),
    },
  },
  queue: {
    style: queue,
    sender: () => import('@parley/styles/queues/queue/sender'),
    receiver: () => import('@parley/styles/queues/queue/receiver'),
    stranger: () => import('@parley/styles/queues/queue/stranger'),
    ground: () => import('@parley/styles/queues/queue/ground'),
    setup: () => import('@parley/styles/queues/queue/setup'),
    deck: () => import('@parley/styles/queues/queue/deck'),
    shows: {
      deck: () => import('@parley/styles/queues/queue/shows/deck'),
      'four-combinations': () => import('@parley/styles/queues/queue/shows/four-combinations'),
      'put-get-poll-notify': () => import('@parley/styles/queues/queue/shows/put-get-poll-notify'),
      uncoupling: () => import('@parley/styles/queues/queue/shows/uncoupling'),
      'what-rabbitmq-offers': () => import('@parley/styles/queues/queue/shows/what-rabbitmq-offers'),
    },
  },
  'queue-rpc': {
    style: queueRpc,
    sender: () => import('@parley/styles/queues/queue-rpc/sender'),
    receiver: () => import('@parley/styles/queues/queue-rpc/receiver'),
    stranger: () => import('@parley/styles/queues/queue-rpc/stranger'),
    ground: () => import('@parley/styles/queues/queue-rpc/ground'),
    setup: () => import('@parley/styles/queues/queue-rpc/setup'),
    shows: {
      'two-queues': () => import('@parley/styles/queues/queue-rpc/shows/two-queues'),
    },
  },
  router: {
    style: router,
    sender: () => import('@parley/styles/queues/router/sender'),
    receiver: () => import('@parley/styles/queues/router/receiver'),
    middle: () => import('@parley/styles/queues/router/middle'),
    stranger: () => import('@parley/styles/queues/router/stranger'),
    ground: () => import('@parley/styles/queues/router/ground'),
    setup: () => import('@parley/styles/queues/router/setup'),
    shows: {
      'two-brokers': () => import('@parley/styles/queues/router/shows/two-brokers'),
    },
  },
  topic: {
    style: topic,
    sender: () => import('@parley/styles/queues/topic/sender'),
    receiver: () => import('@parley/styles/queues/topic/receiver'),
    stranger: () => import('@parley/styles/queues/topic/stranger'),
    ground: () => import('@parley/styles/queues/topic/ground'),
    setup: () => import('@parley/styles/queues/topic/setup'),
    shows: {
      exact: () => import('@parley/styles/queues/topic/shows/exact'),
    },
  },
  workqueue: {
    style: workqueue,
    sender: () => import('@parley/styles/queues/workqueue/sender'),
    receiver: () => import('@parley/styles/queues/workqueue/receiver'),
    stranger: () => import('@parley/styles/queues/workqueue/stranger'),
    ground: () => import('@parley/styles/queues/workqueue/ground'),
    setup: () => import('@parley/styles/queues/workqueue/setup'),
    shows: {
      'shared-out': () => import('@parley/styles/queues/workqueue/shows/shared-out'),
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
      retry: () => import('@parley/styles/rpc/rpc/shows/retry'),
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
      collect: () => import('@parley/styles/rpc/rpc-deferred/shows/collect'),
      'figure-4-11': () => import('@parley/styles/rpc/rpc-deferred/shows/figure-4-11'),
    },
  },
  'rpc-multicast': {
    style: rpcMulticast,
    sender: () => import('@parley/styles/rpc/rpc-multicast/sender'),
    receiver: () => import('@parley/styles/rpc/rpc-multicast/receiver'),
    stranger: () => import('@parley/styles/rpc/rpc-multicast/stranger'),
    shows: {
      'one-address': () => import('@parley/styles/rpc/rpc-multicast/shows/one-address'),
      policies: () => import('@parley/styles/rpc/rpc-multicast/shows/policies'),
      takeover: () => import('@parley/styles/rpc/rpc-multicast/shows/takeover'),
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
    shows: {
      chain: () => import('@parley/styles/sockets/async-over-sync/shows/chain'),
    },
  },
  tcp: {
    style: tcp,
    sender: () => import('@parley/styles/sockets/tcp/sender'),
    receiver: () => import('@parley/styles/sockets/tcp/receiver'),
    stranger: () => import('@parley/styles/sockets/tcp/stranger'),
    deck: () => import('@parley/styles/sockets/tcp/deck'),
    shows: {
      adds: () => import('@parley/styles/sockets/tcp/shows/adds'),
      'connection-pattern': () => import('@parley/styles/sockets/tcp/shows/connection-pattern'),
      'found-by-name': () => import('@parley/styles/sockets/tcp/shows/found-by-name'),
      layers: () => import('@parley/styles/sockets/tcp/shows/layers'),
      'partial-reads': () => import('@parley/styles/sockets/tcp/shows/partial-reads'),
      servers: () => import('@parley/styles/sockets/tcp/shows/servers'),
      'swap-a-layer': () => import('@parley/styles/sockets/tcp/shows/swap-a-layer'),
      'what-each-call-waits-for': () => import('@parley/styles/sockets/tcp/shows/what-each-call-waits-for'),
    },
  },
  udp: {
    style: udp,
    sender: () => import('@parley/styles/sockets/udp/sender'),
    receiver: () => import('@parley/styles/sockets/udp/receiver'),
    stranger: () => import('@parley/styles/sockets/udp/stranger'),
    deck: () => import('@parley/styles/sockets/udp/deck'),
    shows: {
      'loss-and-order': () => import('@parley/styles/sockets/udp/shows/loss-and-order'),
    },
  },
  complex: {
    style: complex,
    sender: () => import('@parley/styles/streams/complex/sender'),
    receiver: () => import('@parley/styles/streams/complex/receiver'),
    stranger: () => import('@parley/styles/streams/complex/stranger'),
    shows: {
      'in-step': () => import('@parley/styles/streams/complex/shows/in-step'),
    },
  },
  isochronous: {
    style: isochronous,
    sender: () => import('@parley/styles/streams/isochronous/sender'),
    receiver: () => import('@parley/styles/streams/isochronous/receiver'),
    stranger: () => import('@parley/styles/streams/isochronous/stranger'),
    shows: {
      'three-modes': () => import('@parley/styles/streams/isochronous/shows/three-modes'),
    },
  },
  replay: {
    style: replay,
    sender: () => import('@parley/styles/streams/replay/sender'),
    receiver: () => import('@parley/styles/streams/replay/receiver'),
    stranger: () => import('@parley/styles/streams/replay/stranger'),
    ground: () => import('@parley/styles/streams/replay/ground'),
    setup: () => import('@parley/styles/streams/replay/setup'),
    shows: {
      'three-guarantees': () => import('@parley/styles/streams/replay/shows/three-guarantees'),
    },
  },
  stream: {
    style: stream,
    sender: () => import('@parley/styles/streams/stream/sender'),
    receiver: () => import('@parley/styles/streams/stream/receiver'),
    stranger: () => import('@parley/styles/streams/stream/stranger'),
    ground: () => import('@parley/styles/streams/stream/ground'),
    setup: () => import('@parley/styles/streams/stream/setup'),
    deck: () => import('@parley/styles/streams/stream/deck'),
    shows: {
      deck: () => import('@parley/styles/streams/stream/shows/deck'),
      'now-or-later': () => import('@parley/styles/streams/stream/shows/now-or-later'),
      partitions: () => import('@parley/styles/streams/stream/shows/partitions'),
      stores: () => import('@parley/styles/streams/stream/shows/stores'),
      'three-brokers': () => import('@parley/styles/streams/stream/shows/three-brokers'),
    },
  },
  windows: {
    style: windows,
    sender: () => import('@parley/styles/streams/windows/sender'),
    receiver: () => import('@parley/styles/streams/windows/receiver'),
    stranger: () => import('@parley/styles/streams/windows/stranger'),
    ground: () => import('@parley/styles/streams/windows/ground'),
    setup: () => import('@parley/styles/streams/windows/setup'),
    shows: {
      uses: () => import('@parley/styles/streams/windows/shows/uses'),
    },
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
      'deck-and-hardened': () => import('@parley/styles/zeromq/reqrep/shows/deck-and-hardened'),
      'lost-reply': () => import('@parley/styles/zeromq/reqrep/shows/lost-reply'),
    },
  },
};
