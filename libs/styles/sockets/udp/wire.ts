import { Fatal } from '@parley/faults';
import type { Peer } from '@parley/middleware/datagram';

const kinds = ['notice', 'request', 'reply', 'failure'] as const;

/** One datagram: a kind (8 bits), the number of the request that it belongs to (32 bits, big-endian), the payload. */
export interface Unit {
  kind: (typeof kinds)[number];
  id: number;
  payload: Buffer;
}

export const encodeUnit = ({ kind, id, payload }: Unit): Buffer => {
  const head = Buffer.alloc(5);
  head.writeUInt8(kinds.indexOf(kind), 0);
  head.writeUInt32BE(id, 1);
  return Buffer.concat([head, payload]);
};

/** Where one binds who wants to reach that peer: what stands at 127.0.0.1 reaches this host only. */
export const bindFor = ({ host }: Peer): string => `udp://${host.startsWith('127.') ? '127.0.0.1' : '0.0.0.0'}:0`;

/** The reverse. Throws Fatal `undecodable`. */
export const decodeUnit = (bytes: Buffer): Unit => {
  const kind = bytes.length >= 5 ? kinds[bytes.readUInt8(0)] : undefined;
  if (!kind) throw new Fatal('the datagram is none of ours', { reason: 'undecodable' });
  return { kind, id: bytes.readUInt32BE(1), payload: bytes.subarray(5) };
};
