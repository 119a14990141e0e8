import { Fatal } from '@parley/faults';
import { peerOf, type Peer } from '@parley/middleware/datagram';

/** Where everybody stands who says nothing else. */
export const home = 'udp://239.77.4.55:7704/France';

export interface Placed extends Peer {
  /** Where the receiver stands, or whom the sender means. */
  place: string;
  /** The address of the interface that leads to the groups. */
  interfaceAddress: string;
}

/** The parts of `udp://<group>:<port>/<place or area>@<address of the interface>`; 127.0.0.1 where that is not said. */
export function placedOf(address: string): Placed {
  const { host, port, path } = peerOf(address);
  const [place = '', interfaceAddress = '127.0.0.1'] = path.split('@');
  if (!place) throw new Fatal(`an address ends with a place, as ${home} does: ${address}`, { reason: 'address' });
  return { host, port, place, interfaceAddress };
}
