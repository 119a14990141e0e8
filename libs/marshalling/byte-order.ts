import { type ByteOrder, invertEveryWord, type Kind, packWords, unpackWords, type Value } from './words';

/** Bytes as people write them: `05 00 00 00`. */
export const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ');

/** The byte order that everybody writes on the wire here. */
const wireOrder: ByteOrder = 'big';

/**
 * Parameters from one machine to another by an agreed wire format: each side turns between its own order and the wire's,
 * by the kind of each parameter. Gives what the receiver has in its memory, and the values there.
 */
export const overTheWire = (kinds: Kind[], memory: Buffer, { from, to }: { from: ByteOrder; to: ByteOrder }) => {
  const wire = packWords(kinds, unpackWords(kinds, memory, from), wireOrder);
  const received = packWords(kinds, unpackWords(kinds, wire, wireOrder), to);
  return { wire, received, values: unpackWords(kinds, received, to) };
};

export interface ByteOrderStep {
  what: string;
  bytes: string;
  values: Value[];
}

/** The integer 5 and the string JILL from a little-endian machine to a big-endian one: figure 4.8, and the way that works. */
export const byteOrder = (): { steps: ByteOrderStep[]; lines: string[] } => {
  const kinds: Kind[] = ['integer', { text: 4 }];
  const sent: Value[] = [5, 'JILL'];
  const packed = packWords(kinds, sent, 'little');
  const inverted = invertEveryWord(packed);
  const agreed = overTheWire(kinds, packed, { from: 'little', to: 'big' });
  const back = overTheWire(kinds, packWords(kinds, sent, 'big'), { from: 'big', to: 'little' });
  const steps = [
    { what: 'packed on a little-endian machine', bytes: hex(packed), values: unpackWords(kinds, packed, 'little') },
    { what: 'read as it is by a big-endian one', bytes: hex(packed), values: unpackWords(kinds, packed, 'big') },
    { what: 'every word inverted first', bytes: hex(inverted), values: unpackWords(kinds, inverted, 'big') },
    { what: 'by the agreed wire format', bytes: hex(agreed.wire), values: agreed.values },
    { what: 'and from big-endian to little-endian', bytes: hex(back.received), values: back.values },
  ];
  return {
    steps,
    lines: steps.map(({ what, bytes, values }) => `${what.padEnd(38)} ${bytes}   ${values.join(' and ')}`),
  };
};

/** `foobar(char x; float y; int z[5])` as a message of words: figure 4.9, with x in the rightmost byte of the first word. */
export const foobar = (x = 'x', y = 1.5, z = [10, 20, 30, 40, 50]): { bytes: Buffer; lines: string[] } => {
  const bytes = packWords(['character', 'float', { array: 'integer' }], [x, y, z], wireOrder);
  const names = [
    `x = ${x}`,
    `y = ${y}`,
    `the length, ${z.length}`,
    ...z.map((value, index) => `z[${index}] = ${value}`),
  ];
  return {
    bytes,
    lines: names.map((name, index) => `word ${index + 1}   ${hex(bytes.subarray(4 * index, 4 * index + 4))}   ${name}`),
  };
};
