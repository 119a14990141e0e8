import { claim, type Style } from '@parley/taxonomy';
import { style as rpc } from '../rpc/style';

export const style: Style = {
  ...rpc,
  id: 'rpc-multicast',
  title: 'Multicast remote procedure call (gRPC to several servers)',
  rows: ['S13'],
  release: claim('processed', 'a notice returns when every member has processed it', 'point of release'),
  cardinality: claim('multicast', 'every member of the group gets every call', 'two receivers'),
  roles: [
    {
      name: 'server',
      part: 'receiver',
      binds: true,
      address: ['tcp://127.0.0.1:50055'],
      port: 50055,
      count: 3,
      knows: ['the service’s definition'],
    },
    {
      name: 'client',
      part: 'sender',
      knows: ['the members’ addresses, where it is wired', 'the service’s definition', 'how long it will wait'],
    },
  ],
  adapterOf: 'rpc',
};
