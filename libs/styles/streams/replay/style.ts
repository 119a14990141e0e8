import { claim, type Style } from '@parley/taxonomy';

/** The topic, after the prefix of the place. */
export const topicOf = (prefix: string): string => `${prefix}.events`;

/** The group that all consumers are members of, after the prefix of the place. */
export const groupOf = (prefix: string): string => `${prefix}.readers`;

/** How many partitions the topic has: so many members can have a share. */
export const partitions = 4;

/** How long a record stays, in ms: the deck's ten minutes. */
export const retentionMs = 600_000;

export const style: Style = {
  id: 'replay',
  title: 'A group that shares a stream, and reads it again, Kafka',
  family: 'streams',
  middleware: 'kafka',
  carrier: 'tcp',
  rows: ['S39'],
  persistence: claim('log', 'a record stays for its time, read or not', 'receiver after sender'),
  release: claim('stored', 'acknowledged when every replica in sync has it in its log', 'broker killed'),
  cardinality: claim('anycast', 'each partition is read by one member of the group', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'key' },
    'one key, one partition, one member; between partitions, and without a key, there is no order',
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
    space: claim(true, 'both know the brokers and the topic only', 'what each side knows'),
    time: claim(true, 'a member may come after the producer has gone', 'receiver after sender'),
    synchronisation: claim(true, 'the producer waits for the log, never for a consumer', 'receiver frozen'),
  },
  replays: claim(true, 'what others have read stays: a reader that asks for the beginning has it again', 'read again'),
  carries: { notify: true, reserve: false },
  headers: true,
  maxBytes: 900_000,
  roles: [
    {
      name: 'consumer',
      aliases: ['subscriber'],
      part: 'receiver',
      count: 2,
      connects: ['broker'],
      knows: ['the brokers', 'the topic', 'its group'],
    },
    {
      name: 'producer',
      aliases: ['publisher'],
      part: 'sender',
      connects: ['broker'],
      knows: ['the brokers', 'the topic', 'the key that keeps an order'],
    },
    {
      name: 'broker',
      part: 'middle',
      external: 'kafka',
      knows: ['the log of every partition', 'the members of each group, and how far it has read'],
    },
  ],
  setup: ['the topic, with its partitions and its retention'],
  adapterOf: 'stream',
};
