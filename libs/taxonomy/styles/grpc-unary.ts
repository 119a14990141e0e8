import { claimsTo, type Style } from '../style';

const claim = claimsTo('The lab');

export const grpcUnary: Style = {
  id: 'grpc-unary',
  title: 'Synchronous remote procedure call, gRPC unary',
  family: 'rpc',
  middleware: 'grpc',
  rows: ['S10'],
  persistence: claim('none', 'a call without a server fails: nobody keeps it', 'receiver down while sending'),
  release: claim('processed', 'the call returns with the result', 'point of release'),
  cardinality: claim('unicast', 'one target, one server answers', 'fan-out count'),
  order: claim(
    { kinds: [], scope: 'none' },
    'calls on one connection run side by side at the server; only a caller that waits orders its own',
    'order per sender',
  ),
  delivery: claim(
    'at most once',
    'nothing is sent again unless the caller does so, with a key',
    'response cut after the request',
  ),
  full: claim('error', 'deadline or RESOURCE_EXHAUSTED; the transport’s window blocks before', 'burst'),
  uncoupling: {
    space: claim(false, 'the caller has the server’s name', 'what each side must know'),
    time: claim(false, 'UNAVAILABLE while no server runs', 'receiver down while sending'),
    synchronisation: claim(false, 'the caller waits for the result', 'point of release'),
  },
  acknowledges: true,
  redelivers: false,
  groups: false,
  replays: false,
  requestReply: true,
  headers: true,
  maxBytes: 4 * 1024 * 1024,
  roles: [
    { name: 'server', binds: true, port: 50051, knows: ['the service definition'] },
    { name: 'client', knows: ['the server’s address', 'the service definition', 'how long it will wait'] },
  ],
  setup: [],
};
