import { Fatal } from '@parley/faults';
import { peerOf, type Peer } from '@parley/middleware/datagram';
import { timingOf, type Timing } from '../isochronous/timing';

/** One of the streams of which a complex stream is made, as its address says: `udp://host:port/audio/in-step/180-260`. */
export interface SubStream {
  name: string;
  peer: Peer;
  path: string;
  /** Whether it is played by one clock with the others, or by its own. */
  inStep: boolean;
  timing: Timing;
}

/** Throws Fatal `address`. */
export const subStreamAt = (address: string): SubStream => {
  const { host, port, path } = peerOf(address);
  const [, name, how, range] = /^([\w-]+)\/(in-step|alone)\/(\d+-\d+)$/.exec(path) ?? [];
  if (!name || !range)
    throw new Fatal(`${address} is not udp://host:port/NAME/in-step/LEAST-MOST (or alone)`, { reason: 'address' });
  return { name, peer: { host, port }, path, inStep: how === 'in-step', timing: timingOf(`isochronous/${range}`) };
};
