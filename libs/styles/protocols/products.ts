import type { Style } from '@parley/taxonomy';

type Axes = Pick<Style, 'family' | 'rows'> & {
  product: NonNullable<Style['product']>;
  /** Where it stands, as its documentation says: nothing here has been measured. */
  stands: Record<'persistence' | 'release' | 'cardinality' | 'order' | 'delivery', string>;
  /** The style by which one would talk with it, and what would have to be added. */
  by: string;
};

/** Products that have no style of their own: another name for one that is here, or only read. */
export const products: readonly Axes[] = [
  {
    family: 'protocols',
    rows: ['S34'],
    product: {
      name: 'Amazon MQ with RabbitMQ',
      status: 'alias',
      of: 'queue',
      notRun: ['TLS, which the service requires', 'three nodes in several availability zones'],
    },
    stands: {
      persistence: 'queue, as style `queue`',
      release: 'stored, by publisher confirms',
      cardinality: 'anycast by queues, multicast by exchanges',
      order: 'fifo of one sender at one queue',
      delivery: 'at least once',
    },
    by: 'queue: AMQP 0-9-1 to a RabbitMQ, under another address',
  },
  {
    family: 'protocols',
    rows: ['S34'],
    product: {
      name: 'IBM MQ',
      status: 'read',
      of: 'amqp1',
      notRun: [
        'the product itself: it is licensed',
        'its AMQP channel, which has to be switched on',
        'its own protocol',
      ],
    },
    stands: {
      persistence: 'queue; with persistent messages it outlives the queue manager',
      release: 'stored: a put under syncpoint is done when it is committed',
      cardinality: 'anycast by queues, multicast by topics',
      order: 'fifo of one sender at one queue, by priority where that is set',
      delivery: 'at least once; with two-phase commit once within a transaction',
    },
    by: 'amqp1: the protocol runs here on RabbitMQ and ActiveMQ; the same adapter, with the queue manager’s address, and the bare name of a queue as `amazonmq` has it',
  },
  {
    family: 'protocols',
    rows: ['S34'],
    product: {
      name: 'Google Cloud Pub/Sub',
      status: 'read',
      notRun: ['the product itself and its emulator: its public API by gRPC was read'],
    },
    stands: {
      persistence: 'queue for each subscription, seven days by default; a snapshot or a time can be sought again',
      release: 'stored: publish answers with the ids of the messages',
      cardinality: 'multicast by subscriptions, anycast among the clients of one',
      order: 'none, or by key where a subscription asks for it',
      delivery: 'at least once; exactly once by acknowledgement ids that are answered, within one region',
    },
    by: 'no style here: Publish and StreamingPull are methods of gRPC, as style `rpc-stream` has them',
  },
];
