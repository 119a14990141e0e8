import { inflateSync } from 'node:zlib';
import { Fatal } from '@parley/faults';

const headerLength = 5;
const newline = 0x0a;

/** One frame: length (32 bits, big-endian), whether it is compressed, the bytes, a line feed. Ours are never compressed. */
export const encodeFrame = (body: Buffer): Buffer => {
  const header = Buffer.alloc(headerLength);
  header.writeUInt32BE(body.length);
  return Buffer.concat([header, body, Buffer.from([newline])]);
};

const inflate = (body: Buffer, maxBytes: number): Buffer => {
  try {
    return inflateSync(body, { maxOutputLength: maxBytes });
  } catch (error) {
    const large = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new Fatal(large ? `a frame unpacks to more than ${maxBytes} bytes` : 'a frame does not unpack', {
      reason: large ? 'too-large' : 'undecodable',
      cause: error,
    });
  }
};

/**
 * Cuts what arrives, in pieces of any size, into frames. Throws Fatal `too-large` as soon as a header promises more than
 * `maxBytes`, before anything is kept for it, and `undecodable` for what is no frame.
 */
export function openFrames(maxBytes: number, take: (body: Buffer) => void) {
  let chunks: Buffer[] = [];
  let held = 0;
  let needed = headerLength;
  return (chunk: Buffer): void => {
    chunks.push(chunk);
    held += chunk.length;
    while (held >= needed) {
      const all = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      chunks = [all];
      const [length, flag] = [all.readUInt32BE(0), all.readUInt8(4)];
      if (flag > 1) throw new Fatal('the bytes are no frame', { reason: 'undecodable' });
      if (length > maxBytes)
        throw new Fatal(`a frame of ${length} bytes is above the maximum of ${maxBytes}`, { reason: 'too-large' });
      needed = headerLength + length + 1;
      if (held < needed) return;
      if (all[needed - 1] !== newline) throw new Fatal('a frame does not end as one', { reason: 'undecodable' });
      const body = all.subarray(headerLength, headerLength + length);
      chunks = held > needed ? [all.subarray(needed)] : [];
      held -= needed;
      needed = headerLength;
      take(flag === 1 ? inflate(body, maxBytes) : body);
    }
  };
}
