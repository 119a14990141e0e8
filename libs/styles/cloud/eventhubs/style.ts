import { claim, type Style } from '@parley/taxonomy';

/** The event hub, a topic, after the prefix of the place. */
export const hubOf = (prefix: string): string => `${prefix}.hub`;

/** How many partitions the topic has, as a hub is made with. */
export const partitions = 4;

/** How long an event stays, in ms: an hour is the least that Event Hubs offers. */
export const retentionMs = 3_600_000;

export const style: Style = {
  id: 'eventhubs',
  title: 'Azure Event Hubs, by the Kafka protocol',
  family: 'cloud',
  middleware: 'kafka',
  carrier: 'tcp',
  rows: ['S42'],
  persistence: claim('log', 'a record stays for its time, read or not', 'receiver after sender'),
  release: claim('stored', 'acknowledged when every replica in sync has it in its log', 'broker killed'),
  cardinality: claim(
    'multicast',
    'each consumer is a group of its own, and each group reads the whole log',
    'two receivers',
  ),
  order: claim(
    { kinds: ['fifo'], scope: 'key' },
    'one key, one partition, one log; between partitions there is no order',
    'order under faults',
  ),
  delivery: claim(
    'at least once',
    'committed after it was processed: a crash in between has it delivered again',
    'delivery under faults',
  ),
  full: claim('buffer', 'the log takes all that comes, read or not, until its time or its size is up', 'burst'),
  absent: claim('stored', 'the log does not ask who reads it', 'receiver absent'),
  tellsOfLoss: claim(true, 'what was not acknowledged in time is rejected', 'delivery under faults'),
  uncoupling: {
    space: claim(true, 'both know the namespace and the hub only', 'what each side knows'),
    time: claim(true, 'a consumer may come after the producer has gone', 'receiver after sender'),
    synchronisation: claim(true, 'the producer waits for the log, never for a consumer', 'receiver frozen'),
  },
  replays: claim(true, 'what others have read stays: a reader that asks for the beginning has it again', 'read again'),
  carries: { notify: true, reserve: false },
  headers: true,
  maxBytes: 900_000,
  credentials: 'the connection string, as the password of the user $ConnectionString: SASL PLAIN over TLS',
  roles: [
    {
      name: 'consumer',
      aliases: ['subscriber'],
      part: 'receiver',
      connects: ['broker'],
      knows: ['the connection string', 'the hub', 'its consumer group'],
    },
    {
      name: 'producer',
      aliases: ['publisher'],
      part: 'sender',
      connects: ['broker'],
      knows: ['the connection string', 'the hub', 'the key that keeps an order'],
    },
    {
      name: 'broker',
      part: 'middle',
      external: 'kafka',
      knows: ['the log of every partition', 'how far each group has read'],
    },
  ],
  setup: [
    'the namespace and its key',
    'the hub, with its partitions and its retention',
    'trust in the certificate’s authority',
  ],
  product: {
    name: 'Azure Event Hubs',
    status: 'alias',
    of: 'stream',
    notRun: [
      'throughput units: being slowed down when they are used up',
      'tokens of Microsoft Entra ID (OAUTHBEARER) instead of a connection string',
      'Capture, the schema registry, geo-replication',
      'its AMQP 1.0 side, with checkpoints in a blob store',
    ],
  },
  adapterOf: 'stream',
};
