import { claimsTo, type Style } from '../style';

const claim = claimsTo('The lab');

export const kafkaStream: Style = {
  id: 'kafka-stream',
  title: 'Event stream from a log, Kafka topic',
  family: 'streams',
  middleware: 'kafka',
  rows: ['S37', 'S38'],
  persistence: claim(
    'log',
    'a record stays after it was read, for as long as the topic’s retention says',
    'replay for a new group',
  ),
  release: claim(
    'stored',
    'acks=all: every in-sync replica has it, so it outlives a broker process that is killed',
    'point of release',
  ),
  cardinality: claim('multicast', 'every group gets every record, one member of it each', 'fan-out count'),
  order: claim(
    { kinds: ['fifo', 'total'], scope: 'partition' },
    'all groups see one partition in one order; nothing is said across partitions',
    'order per partition',
  ),
  delivery: claim(
    'at least once',
    'offsets are committed after the work; what was done since is done again',
    'consumer killed',
  ),
  full: claim('block', 'the producer’s batches are bounded and wait for acknowledgement; readers lag', 'slow consumer'),
  uncoupling: {
    space: claim(true, 'both know the topic, neither the other', 'what each side must know'),
    time: claim(true, 'a reader may come years later', 'replay for a new group'),
    synchronisation: claim(true, 'the sender waits for the brokers, never for a reader', 'point of release'),
  },
  acknowledges: true,
  redelivers: true,
  groups: true,
  replays: true,
  requestReply: false,
  headers: true,
  maxBytes: 1_048_588,
  roles: [
    { name: 'producer', knows: ['a broker’s address', 'the topic and what its key is', 'the message type'] },
    { name: 'broker', binds: true, port: 9092, knows: ['topics, partitions, retention'] },
    { name: 'consumer', knows: ['a broker’s address', 'the topic', 'its group', 'the message type'] },
  ],
  setup: ['topic, with its partitions and retention'],
};
