import * as fc from 'fast-check';
import { Slice, dump, ellipsis, isPlain, load, notImplemented } from './brine';

const hex = (value: unknown) => dump(value).toString('hex');

// Written down from rpyc.core.brine.dump of rpyc 6.0.2.
test.each<[unknown, string]>([
  [null, '00'],
  [true, '03'],
  [false, '04'],
  [0, '50'],
  [-48, '20'],
  [-49, '16032d3439'],
  [159, 'ef'],
  [160, '1603313630'],
  [2n ** 64n, '16143138343436373434303733373039353531363136'],
  [1.5, '183ff8000000000000'],
  ['', '0801'],
  ['he', '080b6865'],
  ['é', '080bc3a9'],
  ['hello', '080e0568656c6c6f'],
  [Buffer.from([0, 255]), '0b00ff'],
  [Buffer.alloc(5), '0e050000000000'],
  [[], '02'],
  [[1, [2]], '11511052'],
  [[1, 2, 3, 4, 5], '14055152535455'],
  [new Slice(1, null, 2), '1912510052'],
  [notImplemented, '05'],
  [ellipsis, '06'],
])('%p is what Python writes', (value, bytes) => {
  expect(hex(value)).toBe(bytes);
});

test('lengths from 256 on take four bytes', () => {
  expect(dump(Buffer.alloc(256)).subarray(0, 5).toString('hex')).toBe('0f00000100');
  expect(
    dump(Array.from({ length: 300 }, () => 1))
      .subarray(0, 5)
      .toString('hex'),
  ).toBe('150000012c');
  expect(
    dump(10n ** 300n)
      .subarray(0, 5)
      .toString('hex'),
  ).toBe('170000012d');
});

test('a frozenset is read', () => {
  expect(load(Buffer.from('1a115152', 'hex'))).toEqual(new Set([1, 2]));
});

test('what is dumped is loaded: bytes, texts, numbers, tuples in tuples', () => {
  const leaf = fc.oneof(
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true }),
    fc.maxSafeInteger(),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('any'), { maxLength: 300 }).map((list) => Object.freeze(list)),
    ),
  })).any;
  fc.assert(
    fc.property(value, (one) => {
      expect(isPlain(one)).toBe(true);
      expect(load(dump(one))).toEqual(one);
    }),
    { seed: 4, numRuns: 300 },
  );
});

test('a tuple comes as a frozen array, a list or an object has no place', () => {
  expect(Object.isFrozen(load(dump([1])))).toBe(true);
  expect(isPlain([1])).toBe(false);
  expect(isPlain(Object.freeze([{}]))).toBe(false);
  expect(() => dump({})).toThrow(expect.objectContaining({ reason: 'unsendable' }));
});

test.each([
  ['nothing', ''],
  ['an unknown tag', '07'],
  ['a text cut short', '080e05aa'],
  ['a tuple longer than its bytes', '15ffffffff00'],
  ['something behind the value', '0000'],
  ['an int that is none', '160178'],
  ['a text that is no UTF-8', '080aff'],
  ['a text of a number', '0850'],
  ['a slice of a number', '1950'],
  ['nested without end', '10'.repeat(100_000)],
])('refuses %s', (_, bytes) => {
  expect(() => load(Buffer.from(bytes, 'hex'))).toThrow(expect.objectContaining({ reason: 'undecodable' }));
});

test('any bytes are loaded or refused, nothing else happens', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      try {
        load(Buffer.from(bytes));
      } catch (error) {
        expect(error).toMatchObject({ kind: 'fatal', reason: 'undecodable' });
      }
    }),
    { seed: 4, numRuns: 2000 },
  );
});
