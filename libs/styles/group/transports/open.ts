import { Fatal } from '@parley/faults';
import { openTcp } from './tcp';
import type { OpenTransport, Transport, TransportOptions } from './transport';
import { openUdp } from './udp';
import { openZeromq } from './zeromq';

/** The real transports, by name. */
export const transports = { udp: openUdp, tcp: openTcp, zeromq: openZeromq } as const satisfies Record<
  string,
  OpenTransport
>;

export type TransportName = keyof typeof transports;

/** Opens the transport of that name. Throws Fatal `transport` where there is none. */
export const openTransport = async (name: string, options: TransportOptions): Promise<Transport> => {
  if (!Object.hasOwn(transports, name))
    throw new Fatal(`no transport ${name}: ${Object.keys(transports).join(', ')}`, { reason: 'transport' });
  return transports[name as TransportName](options);
};

/** What a free address of this kind is. */
export const freeAddress: Record<TransportName, string> = {
  udp: 'udp://239.77.6.1:0/127.0.0.1',
  tcp: 'tcp://127.0.0.1:0',
  zeromq: 'zeromq+tcp://127.0.0.1:0',
};

/** The transport that an address belongs to. Throws Fatal `address`. */
export const transportOf = (address: string): TransportName => {
  if (address.startsWith('udp://')) return 'udp';
  if (address.startsWith('tcp://')) return 'tcp';
  if (address.startsWith('zeromq+')) return 'zeromq';
  throw new Fatal(`no transport for ${address}: udp://, tcp:// or zeromq+tcp://`, { reason: 'address' });
};
