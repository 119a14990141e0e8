import { isIPv4 } from 'node:net';
import { Fatal } from '@parley/faults';

/** An IPv4 address and a port. */
export interface Peer {
  host: string;
  port: number;
}

/** The parts of `udp://host:port` or `host:port`, with what may follow it after a slash. Throws Fatal `address`. */
export const peerOf = (address: string): Peer & { path: string } => {
  const [, name, port, path = ''] = /^(?:udp:\/\/)?([^/:]+):(\d{1,5})(?:\/(.*))?$/.exec(address) ?? [];
  const host = name === 'localhost' ? '127.0.0.1' : name;
  // Names are not looked up here: a datagram must not wait for a name server that does not answer.
  if (!host || !isIPv4(host) || Number(port) > 65_535)
    throw new Fatal(`not an address like udp://127.0.0.1:5000: ${address}`, { reason: 'address' });
  return { host, port: Number(port), path: decodeURIComponent(path) };
};

export const addressOf = ({ host, port }: Peer): string => `udp://${host}:${port}`;

/** Whether it is the address of a group: 224.0.0.0/4. */
export const isGroup = (host: string): boolean => /^(22[4-9]|23\d)\./.test(host);
