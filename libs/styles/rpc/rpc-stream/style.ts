import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../wire';

export const style: Style = {
  id: 'rpc-stream',
  title: 'Streaming remote procedure calls (gRPC: client, server, both ways)',
  family: 'rpc',
  middleware: 'grpc',
  carrier: 'tcp',
  rows: ['S10'],
  persistence: claim('none', 'what is on a stream that breaks is lost', 'receiver after sender'),
  release: claim(
    'processed',
    'each message is answered on the stream when its procedure has ended',
    'point of release',
  ),
  cardinality: claim('unicast', 'a stream has one other end', 'two receivers'),
  order: claim(
    { kinds: ['fifo'], scope: 'sender' },
    'one stream is one order, and a new one begins only after the old was given up',
    'order under faults',
  ),
  delivery: claim('at most once', 'nothing is sent again when a stream breaks', 'delivery under faults'),
  full: claim('block', 'the windows of HTTP/2 fill, and the client takes no more from its queue', 'burst'),
  absent: claim('error', 'UNAVAILABLE while no server runs', 'receiver absent'),
  tellsOfLoss: claim(true, 'what was not answered when the stream broke is rejected', 'delivery under faults'),
  uncoupling: {
    space: claim(false, 'the client has the server’s address', 'what each side knows'),
    time: claim(false, 'both have to run as long as the stream does', 'receiver after sender'),
    synchronisation: claim(false, 'an operation returns with its answer', 'receiver frozen'),
  },
  replays: claim(false, 'nothing is kept that could be read again', 'read again'),
  carries: { notify: true, reserve: true },
  headers: true,
  maxBytes,
  roles: [
    {
      name: 'server',
      part: 'receiver',
      binds: true,
      address: ['tcp://127.0.0.1:50052'],
      port: 50052,
      knows: ['the service’s definition'],
    },
    {
      name: 'client',
      part: 'sender',
      knows: ['the server’s address', 'the service’s definition', 'how long it will wait'],
    },
  ],
  setup: [],
  adapterOf: 'rpc',
};
