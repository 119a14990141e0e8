import fc from 'fast-check';
import { byteOrder, foobar, hex, overTheWire } from './byte-order';
import { byCopyRestore, byReference, byValue, type Cell, passing } from './passing';
import { type ByteOrder, invertEveryWord, type Kind, packWords, unpackWords, type Value } from './words';

describe('figure 4.8: 5 and JILL', () => {
  const kinds: Kind[] = ['integer', { text: 4 }];

  it('is the bytes and the values of the lecture at every step', () => {
    expect(byteOrder().steps.map(({ bytes, values }) => [bytes, values])).toEqual([
      ['05 00 00 00 4A 49 4C 4C', [5, 'JILL']],
      ['05 00 00 00 4A 49 4C 4C', [83886080, 'JILL']],
      ['00 00 00 05 4C 4C 49 4A', [5, 'LLIJ']],
      ['00 00 00 05 4A 49 4C 4C', [5, 'JILL']],
      ['05 00 00 00 4A 49 4C 4C', [5, 'JILL']],
    ]);
  });

  it('inverting leaves the bytes that it was given alone', () => {
    const packed = packWords(kinds, [5, 'JILL'], 'little');
    invertEveryWord(packed);
    expect(hex(packed)).toBe('05 00 00 00 4A 49 4C 4C');
  });

  it('says so in lines', () => {
    expect(byteOrder().lines[1]).toMatch(/05 00 00 00 4A 49 4C 4C {3}83886080 and JILL$/);
  });
});

describe('figure 4.9: foobar(char x; float y; int z[5])', () => {
  it('is 8 words, 32 bytes, x in the rightmost byte of the first', () => {
    const { bytes, lines } = foobar('A', -2, [1, 2, 3, 4, -1]);
    expect(hex(bytes)).toBe(
      '00 00 00 41 C0 00 00 00 00 00 00 05 00 00 00 01 00 00 00 02 00 00 00 03 00 00 00 04 FF FF FF FF',
    );
    expect(lines).toHaveLength(8);
    expect(lines[7]).toBe('word 8   FF FF FF FF   z[4] = -1');
  });
});

const text = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 9,
});
const typed: fc.Arbitrary<[Kind, Value]> = fc.letrec<{ one: [Kind, Value] }>((tie) => ({
  one: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.integer().map((value): [Kind, Value] => ['integer', value]),
    fc.float({ noNaN: true }).map((value): [Kind, Value] => ['float', value]),
    fc.integer({ min: 0, max: 255 }).map((code): [Kind, Value] => ['character', String.fromCharCode(code)]),
    text.map((value): [Kind, Value] => [{ text: value.length }, value]),
    fc.array(fc.integer()).map((value): [Kind, Value] => [{ array: 'integer' }, value]),
    tie('one').map(([kind, value]): [Kind, Value] => [{ union: ['integer', kind] }, { tag: 1, value }]),
  ),
})).one;

describe('words', () => {
  it.each<[ByteOrder, ByteOrder]>([
    ['little', 'big'],
    ['big', 'little'],
    ['big', 'big'],
  ])('by the wire format everything arrives, from %s-endian to %s-endian', (from, to) => {
    fc.assert(
      fc.property(fc.array(typed), (parameters) => {
        const kinds = parameters.map(([kind]) => kind);
        const values = parameters.map(([, value]) => value);
        const memory = packWords(kinds, values, from);
        expect(memory.length % 4).toBe(0);
        expect(overTheWire(kinds, memory, { from, to }).values).toEqual(values);
      }),
      { seed: 9 },
    );
  });

  it('a union is its tag and then the value', () => {
    const kinds: Kind[] = [{ union: ['integer', 'float', { text: 4 }] }];
    expect(hex(packWords(kinds, [{ tag: 2, value: 'JILL' }], 'big'))).toBe('00 00 00 02 4A 49 4C 4C');
    expect(unpackWords(kinds, Buffer.from('000000013f800000', 'hex'), 'big')).toEqual([{ tag: 1, value: 1 }]);
    expect(() => packWords(kinds, [{ tag: 3, value: 1 }], 'big')).toThrow(RangeError);
    expect(() => unpackWords(kinds, Buffer.from('0000000300000000', 'hex'), 'big')).toThrow(RangeError);
  });

  it.each([
    ['too few words', '00000005'],
    ['too many', '000000010000000100000001'],
    ['an array longer than the message', '7fffffff'],
    ['an array of less than nothing', 'ffffffff'],
  ])('%s are refused', (_what, bytes) => {
    expect(() => unpackWords([{ array: 'integer' }], Buffer.from(bytes, 'hex'), 'big')).toThrow(RangeError);
  });

  it('what does not fit into a word is refused', () => {
    expect(() => packWords(['integer'], [2 ** 31], 'big')).toThrow(/out of range/);
  });
});

describe('parameters', () => {
  const swap = (a: Cell, b: Cell) => {
    [a.value, b.value] = [b.value, a.value];
  };

  it.each([
    ['value', byValue, [1, 2]],
    ['reference', byReference, [2, 1]],
    ['copy/restore', byCopyRestore, [2, 1]],
  ])('a swap by %s', (_name, way, expected) => {
    const [a, b] = [{ value: 1 }, { value: 2 }];
    way(swap as never, a, b);
    expect([a.value, b.value]).toEqual(expected);
  });

  it('copy/restore differs from reference where two parameters are one place', () => {
    expect(passing().after).toEqual({
      'by value': { apart: [0, 0], aliased: 0 },
      'by reference': { apart: [1, 1], aliased: 2 },
      'by copy/restore': { apart: [1, 1], aliased: 1 },
    });
  });

  it('of two copies of one place the last one stays', () => {
    const same = { value: 0 };
    byCopyRestore(((a: Cell, b: Cell) => ((a.value = 7), (b.value = 8))) as never, same, same);
    expect(same.value).toBe(8);
  });
});
