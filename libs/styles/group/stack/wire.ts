import { Fatal } from '@parley/faults';
import type { Header, Message, Packet } from './layer';

/** A packet on the wire: the message or 0, then the headers from the lowest layer up. */
export type Wire = readonly [message: readonly [string, string, number, string] | 0, ...headers: Header[]];

/** The packet as a flat row, for JSON or any other format of plain data. */
export const toWire = (packet: Packet): Wire => {
  const { m } = packet;
  const wire: [Wire[0], ...Header[]] = [m === null ? 0 : [m.sender, m.inc, m.n, m.body]];
  for (let at: Packet | null = packet; at !== null; at = at.over) wire.push(at.h);
  return wire;
};

const messageOf = (row: unknown): Message | null => {
  if (row === 0) return null;
  if (!Array.isArray(row)) throw new Fatal('not a message of a group', { reason: 'undecodable' });
  const [sender, inc, n, body] = row as unknown[];
  if (typeof sender === 'string' && typeof inc === 'string' && Number.isSafeInteger(n) && typeof body === 'string')
    return { sender, inc, n: n as number, body };
  throw new Fatal('not a message of a group', { reason: 'undecodable' });
};

/** The packet of a row. Throws Fatal `undecodable` for anything else; headers are only judged by their layers. */
export const fromWire = (wire: unknown): Packet => {
  if (!Array.isArray(wire) || wire.length < 2) throw new Fatal('not a packet of a group', { reason: 'undecodable' });
  const m = messageOf(wire[0]);
  let packet: Packet | null = null;
  for (let at = wire.length - 1; at > 0; at -= 1) packet = { m, h: wire[at] as Header, over: packet };
  return packet!;
};
