import { Fatal } from '@parley/faults';

const bare = (address: string): string => address.replace(/^(tcp|grpc|dns):\/\//, '').replace(/^ipc:\/\//, 'unix:');

/** gRPC's name of the one server that a place has to know. Throws Fatal `no-address` where it names none. */
export const targetOf = ([address]: readonly string[]): string => {
  if (!address) throw new Fatal('no address to connect to: say --connect host:port', { reason: 'no-address' });
  return bare(address);
};

/** What a server binds: the first of its place, else a free port of loopback. */
export const listenOn = ([address = '127.0.0.1:0']: readonly string[]): string => bare(address);

/** Where a server that listens on `address` is reached, its port known. */
export const reachedAt = (address: string, port: number): string =>
  address.startsWith('unix:') ? address.replace('unix:', 'ipc://') : `tcp://${address.replace(/:\d+$/, '')}:${port}`;
