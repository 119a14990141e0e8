import { Fatal } from '@parley/faults';

/** One piece of work as the deck's sources push it: who gave it, and how much it is. */
export interface Workload {
  source: string;
  work: number;
}

/**
 * The tuple `(source, work)` exactly as Python 3's `pickle.dumps` writes it by default (protocol 4). `work`: an integer of
 * 32 bits. Throws RangeError for anything else.
 */
export const dumps = ({ source, work }: Workload): Buffer => {
  const text = Buffer.from(source, 'utf8');
  if (text.length > 255) throw new RangeError('a source’s name has at most 255 bytes');
  if (!Number.isInteger(work) || work < -0x80000000 || work > 0x7fffffff)
    throw new RangeError(`${work} is no integer of 32 bits`);
  const body = Buffer.concat([Buffer.from([0x8c, text.length]), text, Buffer.from([0x94]), integer(work), tail]);
  const frame = Buffer.alloc(11);
  frame.set([0x80, 0x04, 0x95]);
  frame.writeBigUInt64LE(BigInt(body.length), 3);
  return Buffer.concat([frame, body]);
};

// TUPLE2, MEMOIZE, STOP.
const tail = Buffer.from([0x86, 0x94, 0x2e]);

const integer = (value: number): Buffer => {
  if (value >= 0 && value <= 0xff) return Buffer.from([0x4b, value]);
  const bytes = Buffer.alloc(5);
  if (value >= 0 && value <= 0xffff) {
    bytes.writeUInt16LE(value, 1);
    return Buffer.from([0x4d, bytes[1]!, bytes[2]!]);
  }
  bytes[0] = 0x4a;
  bytes.writeInt32LE(value, 1);
  return bytes;
};

const refuse = (why: string): never => {
  throw new Fatal(`no pickle of a (text, integer) tuple: ${why}`, { reason: 'undecodable' });
};

const utf8 = (bytes: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse('its text is no UTF-8');
  }
};

/** Text of protocol 0: Latin-1, with \uXXXX and \UXXXXXXXX for the rest. */
const escaped = (line: string): string =>
  line.replace(/\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)/gs, (_, code: string) => {
    const point = code.length > 1 ? Number.parseInt(code.slice(1), 16) : Number.NaN;
    return point <= 0x10ffff ? String.fromCodePoint(point) : refuse('an escape that Python does not write');
  });

const read = (bytes: Buffer) => {
  let at = 0;
  const take = (length: number): Buffer => {
    if (length > bytes.length - at) refuse('it is cut short');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const line = (): string => {
    const end = bytes.indexOf(0x0a, at);
    if (end < 0) refuse('it is cut short');
    const text = bytes.toString('latin1', at, end);
    at = end + 1;
    return text;
  };
  const next = () => take(1)[0]!;
  const skip = (code: number, length = 0): boolean => bytes[at] === code && Boolean(take(1 + length));
  return { take, line, next, skip, rest: () => bytes.length - at };
};

type Reader = ReturnType<typeof read>;

const decimal = (text: string): number =>
  /^-?\d{1,15}$/.test(text) ? Number(text) : refuse('its integer is none, or too large');

const littleEndian = (bytes: Buffer): number =>
  bytes.length === 0 ? 0 : bytes.length <= 6 ? bytes.readIntLE(0, bytes.length) : refuse('its integer is too large');

const quoted = (line: string): string =>
  /^'[^'\\]*'$/.exec(line)?.[0].slice(1, -1) ?? refuse('its text is quoted in another way');

/** Opcodes of a text, by protocol: UNICODE, STRING (Python 2); BINUNICODE, SHORT_BINSTRING, BINSTRING; SHORT_BINUNICODE. */
const texts: Record<number, (from: Reader) => string> = {
  0x56: ({ line }) => escaped(line()),
  0x53: ({ line }) => quoted(line()),
  0x58: ({ take }) => utf8(take(take(4).readUInt32LE())),
  0x54: ({ take }) => utf8(take(take(4).readUInt32LE())),
  0x55: ({ take, next }) => utf8(take(next())),
  0x8c: ({ take, next }) => utf8(take(next())),
};

/** Opcodes of an integer: INT, LONG; BININT1, BININT2, BININT; LONG1. */
const integers: Record<number, (from: Reader) => number> = {
  0x49: ({ line }) => decimal(line()),
  0x4c: ({ line }) => decimal(line().replace(/L$/, '')),
  0x4b: ({ next }) => next(),
  0x4d: ({ take }) => take(2).readUInt16LE(),
  0x4a: ({ take }) => take(4).readInt32LE(),
  0x8a: ({ take, next }) => littleEndian(take(next())),
};

/** What Python remembers a value by: PUT, BINPUT, MEMOIZE. Nothing here ever asks for it again. */
const forgetMemo = ({ line, skip }: Reader): void => {
  if (skip(0x70)) decimal(line());
  else if (!skip(0x71, 1)) skip(0x94);
};

/**
 * Reads the tuple `(text, integer)` in each form that Python's pickle gives it, protocols 0 to 5, and nothing else. A
 * pickle is a program: this one is not run, it is compared with the one program that is allowed. Throws Fatal
 * `undecodable` for any other, and for what is left over.
 */
export const loads = (bytes: Buffer): Workload => {
  const from = read(bytes);
  if (from.skip(0x80)) {
    const protocol = from.next();
    if (protocol < 2 || protocol > 5) refuse(`protocol ${protocol}`);
    if (from.skip(0x95) && from.take(8).readBigUInt64LE() !== BigInt(from.rest()))
      refuse('its frame has another length');
  }
  const marked = from.skip(0x28);
  const text = texts[from.next()] ?? refuse('its first value is no text');
  const source = text(from);
  forgetMemo(from);
  const number = integers[from.next()] ?? refuse('its second value is no integer');
  const work = number(from);
  if (!from.skip(marked ? 0x74 : 0x86)) refuse('it is no pair');
  forgetMemo(from);
  if (!from.skip(0x2e) || from.rest() > 0) refuse('something follows');
  return { source, work };
};
