import { claim, type Style } from '@parley/taxonomy';
import { maxBytes } from '../wire';

export const style: Style = {
  id: 'rpc-async',
  title: 'Asynchronous remote procedure call (gRPC, acknowledged on receipt)',
  family: 'rpc',
  middleware: 'grpc',
  carrier: 'tcp',
  rows: ['S11'],
  persistence: claim(
    'none',
    'what was received waits in the server’s memory, and dies with it',
    'receiver after sender',
  ),
  release: claim('received', 'the receipt lets the caller go; the procedure runs afterwards', 'point of release'),
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
    'a server that dies between receipt and procedure takes the call with it: the caller has its receipt and hears nothing',
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
  carries: { notify: true, reserve: false },
  headers: true,
  maxBytes,
  roles: [
    {
      name: 'server',
      part: 'receiver',
      binds: true,
      address: ['tcp://127.0.0.1:50053'],
      port: 50053,
      knows: ['the service’s definition'],
    },
    {
      name: 'client',
      part: 'sender',
      knows: ['the server’s address', 'the service’s definition', 'how long it waits for the receipt'],
    },
  ],
  setup: [],
  adapterOf: 'rpc',
};
