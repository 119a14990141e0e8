import { Fatal } from '@parley/faults';

/** Host and port of `mpi://host:port` (the scheme may be left out). Throws Fatal `bad-address`. */
export function hostAndPort(address: string): { host: string; port: number } {
  const [, host, port] = /^(?:mpi:\/\/)?([^/]+):(\d{1,5})$/.exec(address) ?? [];
  if (!host || Number(port) > 65535)
    throw new Fatal(`${JSON.stringify(address)} is no address: mpi://host:port`, { reason: 'bad-address' });
  return { host, port: Number(port) };
}
