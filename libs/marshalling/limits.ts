import { decode as decodeMessagePack, encode as encodeMessagePack } from '@msgpack/msgpack';
import avro from 'avsc';
import { XMLParser } from 'fast-xml-parser';
import protobuf from 'protobufjs';
import { canonical } from './canonical';
import { formats } from './codecs';

const type = protobuf
  .parse(
    `syntax = "proto3"; package limits;
     message Value { int64 big = 1; int64 pence = 2; double price = 3; string at = 4; int32 plain = 5; optional int32 maybe = 6; }`,
  )
  .root.resolveAll()
  .lookupType('limits.Value');

/** What was sent and what a reader got, by what is hard about it. */
export interface Limit {
  about: string;
  sent: string;
  got: Record<string, string>;
}

const beyond = '9007199254740993';

const questions: { about: string; sent: string; value: object; field: string }[] = [
  { about: 'a whole number beyond 2^53', sent: beyond, value: { big: beyond }, field: 'big' },
  { about: 'the least int64', sent: String(-(2n ** 63n)), value: { big: -(2n ** 63n) }, field: 'big' },
  { about: 'a price in pence, int64', sent: '1999', value: { pence: 1999n }, field: 'pence' },
  { about: 'a price of 0.1 + 0.2, double', sent: '0.3', value: { price: 0.1 + 0.2 }, field: 'price' },
  { about: 'a time, text in UTC', sent: '2010-12-01T08:26:00Z', value: { at: '2010-12-01T08:26:00Z' }, field: 'at' },
  { about: 'nothing in a plain field', sent: 'nothing', value: {}, field: 'plain' },
  { about: '0 in a plain field', sent: '0', value: { plain: 0 }, field: 'plain' },
  { about: 'nothing in an optional field', sent: 'nothing', value: {}, field: 'maybe' },
  { about: '0 in an optional field', sent: '0', value: { maybe: 0 }, field: 'maybe' },
];

/** 64-bit integers, decimals, times and absence, through every codec of ours: what arrives is what it is by this run. */
export const limits = (): { table: Limit[]; lines: string[] } => {
  const table = questions.map(({ about, sent, value, field }) => ({
    about,
    sent,
    got: Object.fromEntries(
      Object.entries(formats).map(([name, { write, read }]) => {
        const found = read(type, write(type, canonical(type, value, 'code'))) as Record<string, unknown>;
        return [name, String(found[field] ?? 'nothing')];
      }),
    ),
  }));
  const answers = (got: Limit['got']) => {
    const different = [...new Set(Object.values(got))];
    return different.length === 1
      ? `all ${different[0]}`
      : Object.entries(got)
          .map(([name, text]) => `${name} ${text}`)
          .join(', ');
  };
  return {
    table,
    lines: table.map(({ about, sent, got }) => `${about.padEnd(32)} sent ${sent.padEnd(21)} got: ${answers(got)}`),
  };
};

const tried = (work: () => unknown): string => {
  try {
    const found = work();
    return found instanceof Date ? `a Date, ${found.toISOString()}` : `${typeof found} ${String(found)}`;
  } catch {
    return 'an error';
  }
};

const at = new Date('2010-12-01T08:26:00Z');

/** The same values through each library with nothing but its defaults: what the codecs here must not leave to them. */
export const librariesAlone = (): { found: Record<string, string>; lines: string[] } => {
  const found: Record<string, string> = {
    [`JSON.parse, ${beyond}`]: tried(() => JSON.parse(beyond)),
    [`@msgpack/msgpack, ${beyond}`]: tried(() =>
      decodeMessagePack(encodeMessagePack(BigInt(beyond), { useBigInt64: true })),
    ),
    [`fast-xml-parser, ${beyond}`]: tried(() => new XMLParser().parse(`<a>${beyond}</a>`).a),
    [`avsc, ${beyond}`]: tried(() => avro.Type.forSchema('long').toBuffer(BigInt(beyond))),
    [`protobufjs as a number, ${beyond}`]: tried(
      () => type.toObject(type.decode(type.encode(type.fromObject({ big: beyond })).finish()), { longs: Number }).big,
    ),
    'fast-xml-parser, the article number 00123': tried(() => new XMLParser().parse('<a>00123</a>').a),
    'fast-xml-parser, the price 1.10': tried(() => new XMLParser().parse('<a>1.10</a>').a),
    'JSON, a Date': tried(() => JSON.parse(JSON.stringify(at))),
    '@msgpack/msgpack, a Date': tried(() => decodeMessagePack(encodeMessagePack(at))),
    '@msgpack/msgpack, text that is no UTF-8': tried(() => decodeMessagePack(Buffer.from([0xa2, 0xc3, 0x28]))),
  };
  return { found, lines: Object.entries(found).map(([what, got]) => `${what.padEnd(48)} ${got}`) };
};
