import { Fatal } from '@parley/faults';

/** A Python slice. */
export class Slice {
  constructor(
    readonly start: unknown,
    readonly stop: unknown,
    readonly step: unknown,
  ) {}
}

export const notImplemented = Symbol('NotImplemented');
export const ellipsis = Symbol('Ellipsis');

/** Nested deeper than this, a value is refused. */
const maxDepth = 64;

const tooDeep = () => new Fatal(`the value is nested deeper than ${maxDepth}`, { reason: 'undecodable' });
const undecodable = (why: string) => new Fatal(`the bytes are no brine: ${why}`, { reason: 'undecodable' });

/** Whether a value travels as itself: what cannot change does, a frozen array of such included (it is Python's tuple). */
export const isPlain = (value: unknown): boolean =>
  value === null ||
  ['undefined', 'boolean', 'number', 'bigint', 'string'].includes(typeof value) ||
  value === notImplemented ||
  value === ellipsis ||
  value instanceof Uint8Array ||
  value instanceof Slice ||
  (Array.isArray(value) && Object.isFrozen(value) && value.every(isPlain));

const sized = (small: number, large: number, length: number): Buffer => {
  if (length < 256) return Buffer.from([small, length]);
  const head = Buffer.from([large, 0, 0, 0, 0]);
  head.writeUInt32BE(length, 1);
  return head;
};

const dumpBytes = (bytes: Uint8Array, out: Uint8Array[]): void => {
  const { length } = bytes;
  if (length === 0) out.push(Buffer.from([0x01]));
  else if (length <= 4) out.push(Buffer.from([0x09 + length]), bytes);
  else out.push(sized(0x0e, 0x0f, length), bytes);
};

const dumpNumber = (value: number | bigint, out: Uint8Array[]): void => {
  if (typeof value === 'number' && (!Number.isSafeInteger(value) || Object.is(value, -0))) {
    const float = Buffer.alloc(9, 0x18);
    float.writeDoubleBE(value, 1);
    out.push(float);
  } else if (value >= -0x30 && value < 0xa0) out.push(Buffer.from([Number(value) + 0x50]));
  else {
    const digits = Buffer.from(String(value));
    out.push(sized(0x16, 0x17, digits.length), digits);
  }
};

const dumpInto = (value: unknown, out: Uint8Array[], depth: number): void => {
  if (depth > maxDepth) throw tooDeep();
  if (value === null || value === undefined) out.push(Buffer.from([0x00]));
  else if (typeof value === 'boolean') out.push(Buffer.from([value ? 0x03 : 0x04]));
  else if (typeof value === 'number' || typeof value === 'bigint') dumpNumber(value, out);
  else if (typeof value === 'string') {
    out.push(Buffer.from([0x08]));
    dumpBytes(Buffer.from(value), out);
  } else if (value instanceof Uint8Array) dumpBytes(value, out);
  else if (value === notImplemented) out.push(Buffer.from([0x05]));
  else if (value === ellipsis) out.push(Buffer.from([0x06]));
  else if (value instanceof Slice) {
    out.push(Buffer.from([0x19]));
    dumpInto([value.start, value.stop, value.step], out, depth + 1);
  } else if (Array.isArray(value)) {
    const { length } = value;
    out.push(length <= 4 ? Buffer.from([length === 0 ? 0x02 : 0x0f + length]) : sized(0x14, 0x15, length));
    for (const item of value) dumpInto(item, out, depth + 1);
  } else throw new Fatal(`${typeof value} has no place in brine`, { reason: 'unsendable' });
};

/**
 * RPyC's serialisation of values that cannot change (rpyc/core/brine.py). Every array is dumped as a tuple; a number without
 * fraction as int, any other as float. Throws Fatal `unsendable` for what has no place in it.
 */
export const dump = (value: unknown): Buffer => {
  const out: Uint8Array[] = [];
  dumpInto(value, out, 0);
  return Buffer.concat(out);
};

/**
 * The reverse of `dump`: a tuple becomes a frozen array, an int that no number holds exactly a bigint, a frozenset a Set, bytes
 * a Buffer. Throws Fatal `undecodable` for anything else than exactly one value.
 */
export const load = (bytes: Buffer): unknown => {
  let at = 0;
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw undecodable('it is cut short');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const length1 = () => take(1).readUInt8();
  const length4 = () => take(4).readUInt32BE();
  const integer = (length: number): number | bigint => {
    const digits = take(length).toString('latin1');
    if (length > 4300 || !/^-?\d+$/.test(digits)) throw undecodable('an int is no number');
    const value = Number(digits);
    return Number.isSafeInteger(value) ? value : BigInt(digits);
  };
  const tuple = (length: number, depth: number): readonly unknown[] => {
    // Each item takes at least one byte: a length that cannot be true costs nothing.
    if (length > bytes.length - at) throw undecodable('it is cut short');
    return Object.freeze(Array.from({ length }, () => value(depth + 1)));
  };
  const inner = <T>(found: unknown, is: (found: unknown) => found is T, what: string): T => {
    if (!is(found)) throw undecodable(`${what} holds something else`);
    return found;
  };
  const text = (found: Buffer): string => {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(found);
    } catch {
      throw undecodable('a text is no UTF-8');
    }
  };
  const value = (depth: number): unknown => {
    if (depth > maxDepth) throw tooDeep();
    const tag = length1();
    if (tag >= 0x20 && tag < 0xf0) return tag - 0x50;
    if (tag === 0x00) return null;
    if (tag === 0x01) return Buffer.alloc(0);
    if (tag === 0x02) return Object.freeze([]);
    if (tag === 0x03 || tag === 0x04) return tag === 0x03;
    if (tag === 0x05) return notImplemented;
    if (tag === 0x06) return ellipsis;
    if (tag === 0x08) return text(inner(value(depth + 1), Buffer.isBuffer, 'a text'));
    if (tag >= 0x0a && tag <= 0x0d) return take(tag - 0x09);
    if (tag === 0x0e) return take(length1());
    if (tag === 0x0f) return take(length4());
    if (tag >= 0x10 && tag <= 0x13) return tuple(tag - 0x0f, depth);
    if (tag === 0x14) return tuple(length1(), depth);
    if (tag === 0x15) return tuple(length4(), depth);
    if (tag === 0x16) return integer(length1());
    if (tag === 0x17) return integer(length4());
    if (tag === 0x18) return take(8).readDoubleBE();
    if (tag === 0x19) {
      const [start, stop, step] = inner(value(depth + 1), Array.isArray, 'a slice') as unknown[];
      return new Slice(start, stop, step);
    }
    if (tag === 0x1a) return new Set(inner(value(depth + 1), Array.isArray, 'a set') as unknown[]);
    throw undecodable(`there is no tag ${tag}`);
  };
  const all = value(0);
  if (at !== bytes.length) throw undecodable('something follows the value');
  return all;
};
