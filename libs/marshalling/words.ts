/** Where the least significant byte of a word lies: at its lowest address, or at its highest. */
export type ByteOrder = 'little' | 'big';

/** What a parameter is. `text`: that many characters, one an address. `union`: one of these, told by its number. */
export type Kind = 'integer' | 'float' | 'character' | { text: number } | { array: Kind } | { union: Kind[] };

/** A value by its kind: a number, a character, a text, a list, or of a union which one and its value. */
export type Value = number | string | Value[] | { tag: number; value: Value };

const wordBytes = 4;

const word = (write: (bytes: Buffer) => void): Buffer => {
  const bytes = Buffer.alloc(wordBytes);
  write(bytes);
  return bytes;
};

const integer = (value: number, order: ByteOrder): Buffer =>
  word((bytes) => (order === 'little' ? bytes.writeInt32LE(value) : bytes.writeInt32BE(value)));

const pack = (kind: Kind, value: Value, order: ByteOrder): Buffer => {
  if (kind === 'integer') return integer(value as number, order);
  if (kind === 'float')
    return word((bytes) =>
      order === 'little' ? bytes.writeFloatLE(value as number) : bytes.writeFloatBE(value as number),
    );
  if (kind === 'character') return integer((value as string).charCodeAt(0) & 0xff, order);
  if ('text' in kind)
    return Buffer.from((value as string).padEnd(Math.ceil(kind.text / wordBytes) * wordBytes, '\0'), 'latin1');
  if ('array' in kind) {
    const list = value as Value[];
    return Buffer.concat([integer(list.length, order), ...list.map((one) => pack(kind.array, one, order))]);
  }
  const { tag, value: one } = value as { tag: number; value: Value };
  const chosen = kind.union[tag];
  if (chosen === undefined) throw new RangeError(`a union of ${kind.union.length} has no part ${tag}`);
  return Buffer.concat([integer(tag, order), pack(chosen, one, order)]);
};

/**
 * Parameters as a machine of that byte order lays them out in words of 32 bits: integers in two's complement, floats in
 * IEEE 754, a character in the low byte of a word, text by address, an array behind its length, a union behind its tag.
 * Throws RangeError for what does not fit. Source: the lecture on communication, figure 4.9.
 */
export const packWords = (kinds: Kind[], values: Value[], order: ByteOrder): Buffer =>
  Buffer.concat(kinds.map((kind, index) => pack(kind, values[index]!, order)));

/** The same bytes as a machine of that byte order reads them. Throws RangeError where they do not fit the kinds. */
export const unpackWords = (kinds: Kind[], bytes: Buffer, order: ByteOrder): Value[] => {
  let at = 0;
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw new RangeError('fewer words than parameters');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const number = () => (order === 'little' ? take(wordBytes).readInt32LE() : take(wordBytes).readInt32BE());
  const read = (kind: Kind): Value => {
    if (kind === 'integer') return number();
    if (kind === 'float') return order === 'little' ? take(wordBytes).readFloatLE() : take(wordBytes).readFloatBE();
    if (kind === 'character') return String.fromCharCode(number() & 0xff);
    if ('text' in kind)
      return take(Math.ceil(kind.text / wordBytes) * wordBytes)
        .subarray(0, kind.text)
        .toString('latin1');
    const count = number();
    if ('array' in kind) {
      if (count < 0 || count > (bytes.length - at) / wordBytes) throw new RangeError(`an array of ${count}`);
      return Array.from({ length: count }, () => read(kind.array));
    }
    const chosen = kind.union[count];
    if (chosen === undefined) throw new RangeError(`a union of ${kind.union.length} has no part ${count}`);
    return { tag: count, value: read(chosen) };
  };
  const values = kinds.map(read);
  if (at !== bytes.length) throw new RangeError('more words than parameters');
  return values;
};

/** Every word turned round, whatever lies in it: the mend that knows no types. The bytes given stay as they are. */
export const invertEveryWord = (bytes: Buffer): Buffer => Buffer.from(bytes).swap32();
