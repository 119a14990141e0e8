import { Fatal } from '@parley/faults';
import { peerOf, type Peer } from '@parley/middleware/datagram';

export interface Group extends Peer {
  /** The address of the interface that leads to the group. */
  interfaceAddress: string;
  /** How many networks a datagram may be in: 0 this host only, 1 this network. */
  ttl: number;
}

/** The parts of `udp://<group>:<port>/<address of the interface>?ttl=<0 to 255>`; 127.0.0.1 and 1 where it is not said. */
export function groupOf(address: string): Group {
  const { host, port, path } = peerOf(address);
  const [, interfaceAddress, ttl] = /^([\d.]*)(?:\?ttl=(\d{1,3}))?$/.exec(path) ?? [];
  if (interfaceAddress === undefined || Number(ttl ?? 1) > 255)
    throw new Fatal(`not an address like udp://239.77.1.1:7701/192.168.1.1?ttl=1: ${address}`, { reason: 'address' });
  return { host, port, interfaceAddress: interfaceAddress || '127.0.0.1', ttl: Number(ttl ?? 1) };
}
