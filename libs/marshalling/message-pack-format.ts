import { isUtf8 } from 'node:buffer';
import { decode, encode } from '@msgpack/msgpack';
import { checked, type Format, type Leaf, withLeaves } from './format';

const inOneWord = (value: bigint): boolean => value >= -(2n ** 31n) && value < 2n ** 32n;

const leaf: Leaf = (field, value) => {
  if (field.type === 'bytes') return Buffer.from(String(value), 'base64');
  if (field.type === 'float' || field.type === 'double') return Number(value);
  if (!field.long) return value;
  const long = BigInt(String(value));
  return inOneWord(long) ? Number(long) : long;
};

/** How many bytes the payload of a token has that begins with each of 0xc0 … 0xdf, where it is fixed; sized ones apart. */
const fixed = [
  0, 0, 0, 0, -1, -1, -1, -1, -1, -1, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8, 2, 3, 5, 9, 17, -1, -1, -1, 2, 4, 2, 4,
];
const sized: Record<number, { width: 1 | 2 | 4; more: number; text: boolean }> = {
  0xc4: { width: 1, more: 0, text: false },
  0xc5: { width: 2, more: 0, text: false },
  0xc6: { width: 4, more: 0, text: false },
  0xc7: { width: 1, more: 1, text: false },
  0xc8: { width: 2, more: 1, text: false },
  0xc9: { width: 4, more: 1, text: false },
  0xd9: { width: 1, more: 0, text: true },
  0xda: { width: 2, more: 0, text: true },
  0xdb: { width: 4, more: 0, text: true },
};

/**
 * Goes through the tokens of a MessagePack text and throws RangeError where a string is not UTF-8: the library puts
 * U+FFFD for what it cannot read. Source: the MessagePack specification, section "Formats".
 */
function expectUtf8(bytes: Buffer): void {
  const text = (from: number, length: number) => {
    if (!isUtf8(bytes.subarray(from, from + length))) throw new RangeError('a string is not valid UTF-8');
  };
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at]!;
    at += 1;
    if (first >= 0xa0 && first <= 0xbf) {
      text(at, first & 0x1f);
      at += first & 0x1f;
    }
    if (first < 0xc0 || first > 0xdf) continue;
    const size = sized[first];
    if (!size) {
      at += fixed[first - 0xc0]!;
      continue;
    }
    const length = bytes.readUIntBE(at, size.width);
    if (size.text) text(at + size.width, length);
    at += size.width + size.more + length;
  }
}

/** MessagePack: a map of fields by name; numbers, text and bytes in its own types, int64 whole. */
export const messagePackFormat: Format = {
  contentType: 'application/msgpack',
  write: (type, plain) => {
    const bytes = encode(withLeaves(type, plain, leaf), { useBigInt64: true });
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  },
  read: (type, bytes) => {
    expectUtf8(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    // A few bytes can announce a list of 2^32: nothing is longer than the message itself.
    const most = bytes.byteLength;
    const limits = {
      maxStrLength: most,
      maxBinLength: most,
      maxArrayLength: most,
      maxMapLength: most,
      maxExtLength: most,
    };
    return checked(type, decode(bytes, { useBigInt64: true, ...limits }), 'native');
  },
};
