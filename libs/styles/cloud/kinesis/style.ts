import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from './stream';

export const style: Style = {
  id: 'kinesis',
  title: 'A stream of events in shards, Amazon Kinesis',
  family: 'cloud',
  middleware: 'kinesis',
  carrier: 'tcp',
  rows: ['S42'],
  persistence: claim('log', 'a record stays for its time, read or not', 'receiver after sender'),
  release: claim(
    'accepted',
    'the service has answered with a sequence number; that Amazon has stored it in several places by then was read: the server here forgets all with its process',
    'broker killed',
  ),
  cardinality: claim(
    'multicast',
    'each consumer reads the whole stream, and keeps its own place in it',
    'two receivers',
  ),
  order: claim(
    { kinds: ['fifo'], scope: 'key' },
    'one key, one shard, one sequence; between shards there is no order',
    'order under faults',
  ),
  delivery: claim(
    'at least once',
    'how far it came is kept after the handling: a crash in between has records delivered again',
    'delivery under faults',
  ),
  full: claim('buffer', 'the stream takes all that comes, read or not, until its time is up', 'burst'),
  absent: claim('stored', 'the stream does not ask who reads it', 'receiver absent'),
  tellsOfLoss: claim(true, 'what the service has not answered for is an error at the sender', 'delivery under faults'),
  uncoupling: {
    space: claim(true, 'both know the service and the stream only', 'what each side knows'),
    time: claim(true, 'a consumer may come after the producer has gone', 'receiver after sender'),
    synchronisation: claim(true, 'the producer waits for the service, never for a consumer', 'receiver frozen'),
  },
  replays: claim(true, 'what others have read stays: a reader that asks for the beginning has it again', 'read again'),
  carries: { notify: true, reserve: false },
  headers: true,
  maxBytes,
  roles: [
    { name: 'broker', part: 'middle', external: 'moto', knows: ['the records of every shard'] },
    {
      name: 'producer',
      aliases: ['publisher'],
      part: 'sender',
      connects: ['broker'],
      knows: ['the service’s address', 'the stream', 'the key that keeps an order'],
    },
    {
      name: 'consumer',
      aliases: ['subscriber'],
      part: 'receiver',
      // No address that anybody goes to: the folder where it keeps how far it came.
      binds: true,
      address: ['file://.parley/kinesis'],
      connects: ['broker'],
      knows: ['the service’s address', 'the stream', 'how far it came in each shard'],
    },
  ],
  setup: ['the stream events, with its shards'],
  product: {
    name: 'Amazon Kinesis Data Streams',
    status: 'run',
    notRun: [
      'storing in several availability zones before the answer',
      'limits of a shard (1 MiB and 1000 records in a second) and what happens above them',
      'enhanced fan-out over HTTP/2, and the client library’s leases in DynamoDB',
      'signatures and policies: the server here lets everybody in',
    ],
  },
};
