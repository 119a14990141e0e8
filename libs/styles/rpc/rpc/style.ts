import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../wire';

export const style: Style = {
  id: 'rpc',
  title: 'Synchronous remote procedure call (gRPC, unary)',
  family: 'rpc',
  middleware: 'grpc',
  carrier: 'tcp',
  rows: ['S8', 'S10'],
  persistence: claim('none', 'a call without a server fails: nobody keeps it', 'receiver after sender'),
  release: claim('processed', 'the call returns with the result of the procedure', 'point of release'),
  cardinality: claim('unicast', 'one target, and one server answers', 'two receivers'),
  order: claim(
    { kinds: [], scope: 'none' },
    'calls on one connection are streams of their own: a small one overtakes a large one; only a caller that waits orders its own',
    'order under faults',
  ),
  delivery: claim(
    'at most once',
    'nothing is sent again unless the call has an idempotency key',
    'delivery under faults',
  ),
  full: claim(
    'block',
    'the client has 256 calls under way and keeps the next waiting; a server with 512 in hand sends them back to wait',
    'burst',
  ),
  absent: claim('error', 'UNAVAILABLE while no server runs', 'receiver absent'),
  tellsOfLoss: claim(
    true,
    'every call settles by its deadline: with the result, or with an error',
    'delivery under faults',
  ),
  uncoupling: {
    space: claim(false, 'the client has the server’s address', 'what each side knows'),
    time: claim(false, 'both have to run at the time of the call', 'receiver after sender'),
    synchronisation: claim(false, 'the caller is blocked until the procedure has ended', 'receiver frozen'),
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
      address: ['tcp://127.0.0.1:50051'],
      port: 50051,
      knows: ['the service’s definition'],
    },
    {
      name: 'client',
      part: 'sender',
      knows: ['the server’s address', 'the service’s definition', 'how long it will wait'],
    },
  ],
  setup: [],
};
