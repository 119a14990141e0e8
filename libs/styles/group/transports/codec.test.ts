import { Fatal, randomOf } from '@parley/faults';
import { openDecoder } from './decode';
import { openEncoder } from './encode';
import type { Value } from './value';

const encoded = (...values: Value[]): Buffer => {
  const encoder = openEncoder();
  for (const value of values) encoder.put(value);
  return encoder.take();
};
const decoded = (bytes: Buffer): Value[] => {
  const decoder = openDecoder(bytes);
  const values: Value[] = [];
  while (decoder.more()) values.push(decoder.next());
  return values;
};
const back = (...values: Value[]) => decoded(encoded(...values));

const random = randomOf(6, 'codec');
const below = (n: number): number => Math.floor(random() * n);
const texts = ['', 'p1', 'ż\u{1f4e6}', 'ÿ\u00e9 all below 256', 'x'.repeat(100), '\ud800', '__proto', 'toString'];
const arbitrary = (depth = 0): Value => {
  const simple: (() => Value)[] = [
    () => null,
    () => random() < 0.5,
    () => below(300),
    () => -below(70_000),
    () => below(2 ** 31) * 2 ** 20,
    () => random(),
    () => texts[below(texts.length - 3)]!,
    () => Buffer.from(Array.from({ length: below(20) }, () => below(256))),
  ];
  const nested: (() => Value)[] = [
    () => Array.from({ length: below(5) }, () => arbitrary(depth + 1)),
    () => Object.fromEntries(Array.from({ length: below(4) }, (_, n) => [`${texts[1]}${n}`, arbitrary(depth + 1)])),
  ];
  const all = depth < 4 ? [...simple, ...nested] : simple;
  return all[below(all.length)]!();
};

test('what goes in comes out, whatever it is', () => {
  for (let round = 0; round < 500; round++) {
    const values = [arbitrary(), arbitrary()];
    expect(back(...values)).toEqual(values);
  }
});

test.each([0, 127, 128, 16_383, 16_384, 2 ** 32, Number.MAX_SAFE_INTEGER, -1, -(2 ** 40), 0.5, -0, Infinity, NaN])(
  'the number %p',
  (number) => expect(back(number)).toEqual([number]),
);

test('a text is written once a frame, and after that in two bytes', () => {
  const one = encoded('a-long-enough-name').length;
  expect(encoded('a-long-enough-name', 'a-long-enough-name').length).toBe(one + 2);
});

test('bytes as text cost a byte each', () => {
  const bytes = Buffer.from(Array.from({ length: 60_000 }, (_, n) => n % 256)).toString('latin1');
  expect(encoded(bytes).length).toBeLessThan(60_010);
  expect(back(bytes)).toEqual([bytes]);
});

test('undefined fields are left out; an object has 255 fields at most', () => {
  expect(back({ a: 1, b: undefined })).toEqual([{ a: 1 }]);
  expect(() => encoded(Object.fromEntries(Array.from({ length: 256 }, (_, n) => [n, n])))).toThrow(RangeError);
});

test('a frame can be cut before its last value', () => {
  const encoder = openEncoder();
  encoder.put('first');
  const size = encoder.size();
  encoder.put('second');
  expect(decoded(encoder.take(size))).toEqual(['first']);
  encoder.put('first');
  expect(decoded(encoder.take())).toEqual(['first']);
});

test('no bytes make it fail but as undecodable', () => {
  const frame = encoded({ a: [1, 'two', Buffer.from('three')], b: { c: -4.5 } }, 'two', ['x', 'x']);
  for (let round = 0; round < 5000; round++) {
    const bytes = Buffer.from(frame.subarray(0, below(frame.length + 1)));
    for (let hits = below(4); hits > 0 && bytes.length > 0; hits--) bytes[below(bytes.length)] = below(256);
    try {
      decoded(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(Fatal);
      expect(error).toMatchObject({ reason: 'undecodable' });
    }
  }
});

test('a field cannot reach the prototype, and nothing is as deep as one likes', () => {
  expect(() => decoded(encoded(JSON.parse('{"__proto__": {"x": 1}}')))).toThrow(/no field/);
  let deep: Value = 1;
  for (let level = 0; level < 100; level++) deep = [deep];
  expect(() => decoded(encoded(deep))).toThrow(/too deep/);
});
