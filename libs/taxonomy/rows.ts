/** The parts that the project is built in. */
export type Chapter = 'Styles I' | 'Styles II' | 'Groups' | 'The lab' | 'The page';

/** The issue that each part is built from. */
const issueOf = {
  'Styles I': 4,
  'Styles II': 5,
  Groups: 6,
  'The lab': 7,
  'The page': 'later',
} as const;

/** One system that the lectures ask for. Its number is for ever. */
export interface Row {
  row: string;
  title: string;
  /** The part that it comes with. */
  part: Chapter;
  /** That part's issue. */
  issue: number | 'later';
  /** What shows it, run from the root of the repository. Absent: it is still to come, with `part`. */
  command?: string;
  /** File or folder of the tests that prove it. */
  test?: string;
}

const titles: [Chapter, first: number, list: string[]][] = [
  ['Styles I', 1, ['Layers: what TCP and UDP give and what they do not']],
  ['The lab', 2, ['The taxonomy: persistence × synchronism, with three points of acceptance']],
  [
    'Styles I',
    3,
    [
      'TCP echo: what each call waits for',
      'UDP exchange: loss and reordering in sight',
      'Asynchronous sending built from synchronous primitives',
      'Why transient synchronous communication does not scale',
      'What each style adds to a bare socket',
      'The ten steps of a remote call, timed',
      'Marshalling: byte order, layouts and codecs',
      'Synchronous remote procedure call',
      'Asynchronous remote procedure call: acknowledged, then run',
      'Deferred synchronous call: acknowledged, called back later',
      'One call to many servers: all, first, majority, merged, back-up',
      'Remote method invocation with a registry and remote references',
      'Transparent remote objects',
      'The connection-oriented socket pattern',
      'MPI: ranks, send modes, collectives',
      'ZeroMQ request and reply',
      'ZeroMQ publish and subscribe',
      'ZeroMQ pipeline: sources, workers, sink',
    ],
  ],
  [
    'Styles II',
    21,
    [
      'E-mail: from out queue to mailbox, read later',
      'The queue model: sender and receiver, running or not',
      'Put, get, poll and notify',
      'Message routers, and gateways that convert',
      'A message broker that matches and converts formats',
      'What RabbitMQ itself offers',
      'Work queue: tasks shared out to many processes',
      'Action chain: a queue an action, n processes each',
      'Broadcast: a queue per consumer',
      'Subscription by exact topic',
      'Subscription by pattern and by content',
      'Request and reply over two queues',
    ],
  ],
  ['The page', 33, ['The exchange simulator, on a real broker']],
  [
    'Styles II',
    34,
    [
      'Queue products, by their open protocols',
      'Asynchronous, synchronous and isochronous streams',
      'Simple and complex streams, kept in step',
      'Kafka: publish, keep, process now or later',
      'Partitions and keys: where order holds and where not',
      'Consumer groups, commits, retention, three delivery modes',
      'Several brokers: partitioned, replicated, one killed',
      'What event streams are used for, live and again',
      'Stream products, by their open protocols',
    ],
  ],
  [
    'Styles I',
    43,
    [
      'Uncoupled in space, in time, in synchronisation',
      'Unicast, broadcast, multicast, anycast, geocast',
      'The same by the network itself',
    ],
  ],
  [
    'Groups',
    46,
    [
      'Group membership and its operations',
      'Receipt is not delivery: the hold-back queue',
      'Reliability: unreliable, reliable, uniform',
      'Order: none, FIFO, causal, total, total causal',
      'The four messages and their orders',
      'Four replicated services, each with the order it needs',
    ],
  ],
  ['Styles I', 52, ['Publish/subscribe by topic, channel and content, with and without a centre']],
  ['Groups', 53, ['Replicated state machine over a log', 'Stores replicated by a log']],
  [
    'Styles I',
    55,
    ['The lectures’ own programs, beside hardened ones', 'The middleware layer, and swapping one under an application'],
  ],
  ['The lab', 57, ['The lectures’ classification beside the measured one']],
  ['Styles I', 58, ['One server four ways: thread, threads, processes, event loop']],
  ['The lab', 59, ['The price of uncoupling', 'Where the lectures are inexact']],
];

/** What runs today. */
const running: Record<string, Pick<Row, 'command' | 'test'>> = {
  S1: { command: 'parley style tcp --show layers', test: 'libs/styles/sockets/tcp' },
  S3: { command: 'parley style tcp --show what-each-call-waits-for', test: 'libs/styles/sockets/tcp' },
  S4: { command: 'parley style udp --show loss-and-order', test: 'libs/styles/sockets/udp' },
  S5: { command: 'parley style async-over-sync', test: 'libs/styles/sockets/async-over-sync' },
  S6: { command: 'parley style async-over-sync --show chain', test: 'libs/styles/sockets/async-over-sync' },
  S7: { command: 'parley style tcp --show adds', test: 'libs/styles/sockets/tcp' },
  S8: { command: 'parley style rpc --show ten-steps', test: 'libs/styles/rpc/rpc' },
  S9: { command: 'parley style rpc --show marshalling', test: 'libs/marshalling' },
  S10: { command: 'parley style rpc --show figure-4-6', test: 'libs/styles/rpc/rpc' },
  S11: { command: 'parley style rpc-async --show figure-4-10', test: 'libs/styles/rpc/rpc-async' },
  S12: { command: 'parley style rpc-deferred --show figure-4-11', test: 'libs/styles/rpc/rpc-deferred' },
  S13: { command: 'parley style rpc-multicast --show policies', test: 'libs/styles/rpc/rpc-multicast' },
  S14: { command: 'parley style rmi --show hello', test: 'libs/styles/objects/rmi' },
  S15: { command: 'parley style proxy --show transparent', test: 'libs/styles/objects/proxy' },
  S16: { command: 'parley style tcp --show connection-pattern', test: 'libs/styles/sockets/tcp' },
  S17: { command: 'parley style mpi --show send-modes', test: 'libs/styles/mpi/mpi' },
  S18: { command: 'parley style reqrep', test: 'libs/styles/zeromq/reqrep' },
  S19: { command: 'parley style pubsub --show late-subscriber', test: 'libs/styles/zeromq/pubsub' },
  S20: { command: 'parley style pipeline --show first-free', test: 'libs/styles/zeromq/pipeline' },
  S21: { command: 'parley style mail --show recipient-down', test: 'libs/styles/mail/mail' },
  S22: { command: 'parley style queue --show four-combinations', test: 'libs/styles/queues/queue' },
  S23: { command: 'parley style queue --show put-get-poll-notify', test: 'libs/styles/queues/queue' },
  S24: { command: 'parley style router --show two-brokers', test: 'libs/styles/queues/router' },
  S25: { command: 'parley style broker --show rules', test: 'libs/styles/queues/broker' },
  S26: { command: 'parley style queue --show what-rabbitmq-offers', test: 'libs/styles/queues/queue' },
  S27: { command: 'parley style workqueue --show shared-out', test: 'libs/styles/queues/workqueue' },
  S28: { command: 'parley style chain --show four-steps', test: 'libs/styles/queues/chain' },
  S29: { command: 'parley style fanout --show queue-per-consumer', test: 'libs/styles/queues/fanout' },
  S30: { command: 'parley style topic --show exact', test: 'libs/styles/queues/topic' },
  S31: { command: 'parley style content --show pattern-and-content', test: 'libs/styles/queues/content' },
  S32: { command: 'parley style queue-rpc --show two-queues', test: 'libs/styles/queues/queue-rpc' },
  S34: { command: 'parley style amqp1 --show one-message-every-protocol', test: 'libs/styles/protocols' },
  S35: { command: 'parley style isochronous --show three-modes', test: 'libs/styles/streams/isochronous' },
  S36: { command: 'parley style complex --show in-step', test: 'libs/styles/streams/complex' },
  S37: { command: 'parley style stream --show now-or-later', test: 'libs/styles/streams/stream' },
  S38: { command: 'parley style stream --show partitions', test: 'libs/styles/streams/stream' },
  S39: { command: 'parley style replay --show three-guarantees', test: 'libs/styles/streams/replay' },
  S40: { command: 'parley style stream --show three-brokers', test: 'libs/styles/streams/stream' },
  S41: { command: 'parley style windows --show uses', test: 'libs/styles/streams/windows' },
  S42: { command: 'parley style eventhubs --show another-name', test: 'libs/styles/cloud' },
  S43: { command: 'parley style queue --show uncoupling', test: 'libs/styles/queues/queue' },
  S44: { command: 'parley style multicast --show facets', test: 'libs/styles/network' },
  S45: { command: 'parley style multicast --show by-the-network', test: 'libs/styles/network' },
  S46: { command: 'parley style group --show operations', test: 'libs/styles/group/transports' },
  S47: { command: 'parley style group --show receipt-is-not-delivery', test: 'libs/styles/group/group' },
  S48: { command: 'parley style naive --show some-get-it', test: 'libs/styles/group/stack' },
  S49: { command: 'parley style group --show orders', test: 'libs/styles/group/stack' },
  S50: { command: 'parley style group --show four-messages', test: 'libs/evidence/group' },
  S51: { command: 'parley style group --show services', test: 'libs/styles/group/services' },
  S52: { command: 'parley style p2p --show three-ways', test: 'libs/styles/p2p/p2p' },
  S53: { command: 'parley ledger demo', test: 'apps/ledger' },
  S54: { command: 'parley style stream --show stores', test: 'apps/views' },
  S55: { command: 'parley style reqrep --show deck-and-hardened', test: 'libs/styles' },
  S56: { command: 'parley style tcp --show swap-a-layer', test: 'libs/styles/sockets/tcp' },
  S58: { command: 'parley style tcp --show servers', test: 'libs/styles/sockets/tcp' },
};

/** S1 … S60, in order. */
export const rows: Row[] = titles.flatMap(([chapter, first, list]) =>
  list.map((title, index): Row => {
    const row = `S${first + index}`;
    return { row, title, part: chapter, issue: issueOf[chapter], ...running[row] };
  }),
);

/** The row of that number, written `S9`, `s9` or `9`; undefined when there is none. */
export const rowOf = (name: string): Row | undefined => {
  const number = /^s?(\d+)$/i.exec(name.trim())?.[1];
  return rows.find((each) => number !== undefined && each.row === `S${Number(number)}`);
};
