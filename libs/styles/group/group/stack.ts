import type { Settings } from '../stack/layer';

/** What the style is made of: reliable FIFO multicast with a changing membership. Others: `parley group run --stack …`. */
export const stack = ['udp', 'nack', 'views', 'relay', 'fifo'] as const;

/** A member that is frozen for a while is not expelled at once. */
export const settings: Partial<Settings> = { timeout: 1500 };

/** The name of the group at its address. */
export const group = 'notices';

/** Bytes of the largest body: with its head it fits into one datagram. */
export const maxBytes = 60_000;
