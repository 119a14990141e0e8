import { claim, type Style } from '@parley/taxonomy';
import type { Plan } from './windows';

/** The topic, after the prefix of the place. */
export const topicOf = (prefix: string): string => `${prefix}.events`;

/** The topic of what the windows say, after the prefix of the place. */
export const resultsOf = (prefix: string): string => `${prefix}.windows`;

/** The windows of the job that the consumer is, in ms: one after the other, and how much an event may come too late. */
export const plan: Plan = { cut: { kind: 'tumbling', sizeMs: 1000 }, disorderMs: 500, latenessMs: 2000 };

/** How many partitions the topic has. */
export const partitions = 4;

/** How long a record stays, in ms: the deck's ten minutes. */
export const retentionMs = 600_000;

export const style: Style = {
  id: 'windows',
  title: 'Windows over a stream of events, by the time of the events',
  family: 'streams',
  middleware: 'kafka',
  carrier: 'tcp',
  rows: ['S41'],
  persistence: claim('log', 'a record stays for its time, read or not', 'receiver after sender'),
  release: claim('stored', 'acknowledged when every replica in sync has it in its log', 'broker killed'),
  cardinality: claim('multicast', 'each job reads the whole log', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'key' },
    'one key, one partition, one log; between partitions there is no order',
    'order under faults',
  ),
  delivery: claim(
    'at least once',
    'a job commits nothing: one that starts again reads the log from its beginning',
    'delivery under faults',
  ),
  full: claim('buffer', 'the log takes all that comes, read or not, until its time or its size is up', 'burst'),
  absent: claim('stored', 'the log does not ask who reads it', 'receiver absent'),
  tellsOfLoss: claim(true, 'what was not acknowledged in time is rejected', 'delivery under faults'),
  uncoupling: {
    space: claim(true, 'both know the brokers and the topic only', 'what each side knows'),
    time: claim(true, 'a consumer may come after the producer has gone', 'receiver after sender'),
    synchronisation: claim(true, 'the producer waits for the log, never for a consumer', 'receiver frozen'),
  },
  replays: claim(true, 'what others have read stays: a reader that asks for the beginning has it again', 'read again'),
  carries: { notify: true, reserve: false },
  headers: true,
  maxBytes: 900_000,
  roles: [
    {
      name: 'job',
      aliases: ['consumer'],
      part: 'receiver',
      connects: ['broker'],
      knows: ['the brokers', 'the topic', 'how its windows are cut'],
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
      knows: ['the log of every partition'],
    },
  ],
  setup: ['the topic of the events, and that of the windows, with their partitions and their retention'],
  adapterOf: 'stream',
};
