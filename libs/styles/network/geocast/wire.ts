import { Fatal } from '@parley/faults';
import type { Message } from '@parley/marshalling';
import { datagramOf } from '../datagrams';
import { areaOf, type Area } from './area';

/** The most bytes of an area, with its end. */
const longest = 1000;

/** One datagram: the area as a line of text, then the message. Throws Fatal `too-large`. */
export const encode = (area: string, message: Message): Buffer => {
  const line = Buffer.from(`${area}\n`);
  if (line.length <= longest) return Buffer.concat([line, datagramOf(message)]);
  throw new Fatal(`an area of ${line.length} bytes: ${longest} are the most`, { reason: 'too-large' });
};

/** The reverse; the message as it came. Throws Fatal `undecodable`. */
export function decode(bytes: Buffer): { area: Area; message: Buffer } {
  const end = bytes.subarray(0, longest).indexOf('\n');
  if (end < 0) throw new Fatal('a datagram without an area', { reason: 'undecodable' });
  try {
    return { area: areaOf(bytes.toString('utf8', 0, end)), message: bytes.subarray(end + 1) };
  } catch (cause) {
    throw new Fatal('a datagram without an area', { reason: 'undecodable', cause });
  }
}
