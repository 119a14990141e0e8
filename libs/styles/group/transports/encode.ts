import { longestKnown, tag, type Value } from './value';

/** Values one behind another, as short as they can be: each short text is written once. */
export interface Encoder {
  /** Bytes so far. */
  size(): number;
  /** Throws RangeError for an object of more than 255 fields: what has many entries is an array. */
  put(value: Value): void;
  /** The first `upTo` bytes (all where it is not said), copied; then it begins anew. */
  take(upTo?: number): Buffer;
}

/** Fields that are undefined are left out. */
export function openEncoder(): Encoder {
  let room = Buffer.allocUnsafe(64 * 1024);
  let at = 0;
  const known = new Map<string, number>();

  const need = (bytes: number): void => {
    if (at + bytes <= room.length) return;
    const larger = Buffer.allocUnsafe(Math.max(room.length * 2, at + bytes));
    room.copy(larger, 0, 0, at);
    room = larger;
  };

  const putWhole = (value: number): void => {
    need(9);
    let rest = value;
    while (rest >= 0x80) {
      room[at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    room[at++] = rest;
  };

  const putText = (text: string): void => {
    const number = known.get(text);
    need(10);
    if (number !== undefined) {
      room[at++] = tag.known;
      return putWhole(number);
    }
    let length = Buffer.byteLength(text);
    const isLatin = length > text.length && !/[^\0-\xff]/.test(text);
    if (isLatin) length = text.length;
    room[at++] = isLatin ? tag.latin : tag.text;
    putWhole(length);
    need(length);
    at += room.write(text, at, isLatin ? 'latin1' : 'utf8');
    if (length <= longestKnown) known.set(text, known.size);
  };

  const putNumber = (value: number): void => {
    need(10);
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
      if (value >= 0 && value < 0x80) return void (room[at++] = value);
      room[at++] = value < 0 ? tag.negative : tag.whole;
      return putWhole(Math.abs(value));
    }
    room[at++] = tag.real;
    at = room.writeDoubleBE(value, at);
  };

  const put = (value: Value): void => {
    if (typeof value === 'number') return putNumber(value);
    if (typeof value === 'string') return putText(value);
    need(10);
    if (value === null) return void (room[at++] = tag.null);
    if (typeof value === 'boolean') return void (room[at++] = value ? tag.true : tag.false);
    if (value instanceof Uint8Array) {
      room[at++] = tag.bytes;
      putWhole(value.length);
      need(value.length);
      room.set(value, at);
      at += value.length;
      return;
    }
    if (Array.isArray(value)) {
      room[at++] = tag.array;
      putWhole(value.length);
      for (const one of value) put(one);
      return;
    }
    room[at++] = tag.object;
    const count = at++;
    let fields = 0;
    const object = value as { readonly [key: string]: Value | undefined };
    for (const key in object) {
      const field = object[key];
      if (field === undefined) continue;
      if ((fields += 1) > 0xff) throw new RangeError('an object of more than 255 fields');
      putText(key);
      put(field);
    }
    room[count] = fields;
  };

  return {
    size: () => at,
    put,
    take: (upTo = at) => {
      const bytes = Buffer.from(room.subarray(0, upTo));
      at = 0;
      known.clear();
      return bytes;
    },
  };
}
