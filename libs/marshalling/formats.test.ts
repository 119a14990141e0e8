import fc from 'fast-check';
import protobuf from 'protobufjs';
import { canonical } from './canonical';
import { codecs, formats } from './codecs';
import { orderOfInvoice } from './invoice';

describe('what no message of ours has yet', () => {
  const type = protobuf
    .parse(
      `syntax = "proto3"; package every; enum Colour { NONE = 0; RED = 1; }
       message One { double d = 1; float f = 2; uint64 u = 3; sint32 s = 4; fixed32 x = 5; sfixed64 y = 6; Colour c = 7;
         repeated Colour cs = 8; map<string, int64> m = 9; One one = 10; repeated bytes bs = 11; optional bool o = 12;
         oneof which { int32 a = 13; string b = 14; } map<string, One> ones = 15; repeated double ds = 16; }`,
    )
    .root.resolveAll()
    .lookupType('every.One');

  const filled = {
    d: 1e300,
    f: 1.5,
    u: '18446744073709551615',
    s: -5,
    x: 4294967295,
    y: '-9223372036854775808',
    c: 'RED',
    cs: ['NONE', 'RED'],
    m: { a: '9007199254740993', '': '0' },
    one: { o: false, one: { a: 0 } },
    bs: [Buffer.from([0, 255]), Buffer.alloc(0)],
    o: false,
    b: '',
    ones: { k: { d: -0.1 }, l: {} },
    ds: [0, 5, 2 ** 40, Number.MIN_VALUE],
  };

  it.each(Object.values(formats))('$contentType carries every kind of field', ({ write, read }) => {
    const sent = canonical(type, filled, 'code');
    const bytes = write(type, sent);
    expect(canonical(type, read(type, bytes), 'code')).toEqual(sent);
    expect(write(type, canonical(type, read(type, bytes), 'code')).equals(bytes)).toBe(true);
  });

  it.each(Object.values(formats))('$contentType carries what is no number and what is endless', ({ write, read }) => {
    for (const d of [NaN, Infinity, -Infinity]) {
      const bytes = write(type, canonical(type, { d, ds: [d] }, 'code'));
      expect(canonical(type, read(type, bytes), 'code')).toEqual({ d: String(d), ds: [String(d)] });
    }
  });

  it.each(Object.values(formats))(
    '$contentType tells nothing from a default where the field is optional',
    ({ write, read }) => {
      const through = (value: object) =>
        canonical(type, read(type, write(type, canonical(type, value, 'code'))), 'code');
      expect(through({})).toEqual({});
      expect(through({ o: false, b: '', one: {} })).toEqual({ o: false, b: '', one: {} });
    },
  );
});

it.each(Object.values(codecs))(
  '$contentType: a message with a byte changed, cut or doubled decodes or is undecodable',
  (codec) => {
    const good = codec.encode('parley.orders.v1.Order', orderOfInvoice());
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(2), (at, byte, how) => {
        const ends = [good.subarray(at + 1), Buffer.alloc(0), good.subarray(at)];
        const mutant = Buffer.concat([good.subarray(0, at), Buffer.from([byte]), ends[how]!]);
        try {
          codec.decode('parley.orders.v1.Order', mutant);
        } catch (error) {
          expect(error).toMatchObject({ kind: 'fatal', reason: 'undecodable' });
        }
      }),
      { seed: 9, numRuns: 1500 },
    );
  },
);
