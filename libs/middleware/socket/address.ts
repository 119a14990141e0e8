import { Fatal } from '@parley/faults';

/** Where a stream socket listens: a port of a host, or a path in the file system (a Unix domain socket). */
export type Address = { host: string; port: number } | { path: string };

const bad = (text: string, why: string) =>
  new Fatal(`${JSON.stringify(text)} is no address: ${why}`, { reason: 'address' });

/** Reads `tcp://host:port`, `ipc:///path` or bare `host:port`; an IPv6 host stands in brackets. Throws Fatal `address`. */
export const parseAddress = (text: string): Address => {
  if (text.startsWith('ipc://')) {
    const path = text.slice('ipc://'.length);
    if (!path) throw bad(text, 'the path is missing');
    return { path };
  }
  const match = /^(?:tcp:\/\/)?(?:\[(?<six>[^\]]+)\]|(?<host>[^:/]+)):(?<port>\d{1,5})$/.exec(text);
  const { six, host, port } = match?.groups ?? {};
  if (!port || Number(port) > 65535) throw bad(text, 'expected tcp://host:port, ipc:///path or host:port');
  return { host: six ?? host ?? '', port: Number(port) };
};

/** The reverse of `parseAddress`. */
export const formatAddress = (address: Address): string => {
  if ('path' in address) return `ipc://${address.path}`;
  const { host, port } = address;
  return `tcp://${host.includes(':') ? `[${host}]` : host}:${port}`;
};
