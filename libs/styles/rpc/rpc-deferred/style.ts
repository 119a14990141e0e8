import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../wire';

export const style: Style = {
  id: 'rpc-deferred',
  title: 'Deferred synchronous remote procedure call (gRPC, receipt and call-back)',
  family: 'rpc',
  middleware: 'grpc',
  carrier: 'tcp',
  rows: ['S12'],
  persistence: claim(
    'none',
    'what was received waits in the server’s memory, and dies with it',
    'receiver after sender',
  ),
  release: claim(
    'received',
    'the receipt lets the caller go; the result comes in a call of its own, from the server to the client',
    'point of release',
  ),
  cardinality: claim('unicast', 'one target, and one server takes the call', 'two receivers'),
  order: claim(
    { kinds: [], scope: 'none' },
    'calls are streams of their own: a small one overtakes a large one before it is received',
    'order under faults',
  ),
  delivery: claim('at most once', 'nothing is sent again', 'delivery under faults'),
  full: claim(
    'block',
    'a server with 512 calls waiting sends the next back, and the client tries it again until its deadline',
    'burst',
  ),
  absent: claim('error', 'UNAVAILABLE while no server runs', 'receiver absent'),
  tellsOfLoss: claim(
    false,
    'of a notice nothing comes back after the receipt; a request whose call-back never comes is settled by its deadline',
    'delivery under faults',
  ),
  uncoupling: {
    space: claim(false, 'the client has the server’s address', 'what each side knows'),
    time: claim(false, 'both have to run at the time of the call', 'receiver after sender'),
    synchronisation: claim(
      false,
      'the caller is blocked until the receipt, though not for the procedure',
      'receiver frozen',
    ),
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
      address: ['tcp://127.0.0.1:50054'],
      port: 50054,
      knows: ['the service’s definition', 'the caller’s address, from each call'],
    },
    {
      name: 'client',
      part: 'sender',
      knows: ['the server’s address', 'the service’s definition', 'how long it waits for receipt and result'],
    },
  ],
  setup: [],
  adapterOf: 'rpc',
};
