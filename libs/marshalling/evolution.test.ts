import { evolution, type Outcome } from './evolution';
import { librariesAlone, limits } from './limits';
import { compareCodecs } from './compare';

const [works, none, error, wrong] = ['works', 'default', 'error', 'wrong'] satisfies Outcome[];

describe('what a reader of one version makes of a writer of another', () => {
  const { table, lines } = evolution();

  // Protobuf, JSON, XML, MessagePack, Avro with both schemas, Avro with the reader's only.
  it.each([
    ['add a field', 'an old', works, works, works, works, works, error],
    ['add a field', 'a new', none, none, none, none, none, error],
    ['remove a field', 'an old', none, none, none, none, none, error],
    ['remove a field', 'a new', works, works, works, works, works, error],
    ['rename a field', 'an old', works, none, none, none, none, works],
    ['rename a field', 'a new', works, none, none, none, none, works],
    ['a new field takes an old one’s number', 'an old', wrong, none, none, none, none, wrong],
    ['a new field takes an old one’s number', 'a new', wrong, none, none, none, none, wrong],
    ['another number for a field', 'an old', none, works, works, works, works, works],
    ['another number for a field', 'a new', none, works, works, works, works, works],
    ['int32 → int64, a small one', 'an old', works, works, works, works, error, works],
    ['int32 → int64, a small one', 'a new', works, works, works, works, works, works],
    ['int32 → int64, beyond 2^31', 'an old', wrong, error, error, error, error, error],
    ['int32 → sint32', 'an old', wrong, works, works, works, works, works],
    ['int32 → sint32', 'a new', wrong, works, works, works, works, works],
    ['int64 → string', 'an old', error, works, works, error, error, error],
    ['int64 → string', 'a new', error, works, works, error, error, error],
    ['one → many', 'an old', works, error, works, error, error, error],
    ['one → many', 'a new', works, error, works, error, error, error],
  ] as const)('%s, read by %s reader', (change, reader, ...expected) => {
    const row = table.find((each) => each.change === change && each.reads.startsWith(reader));
    expect(Object.values(row!.outcomes)).toEqual(expected);
  });

  it('has no row that is not expected, and a line for each', () => {
    expect(table).toHaveLength(19);
    expect(lines).toHaveLength(20);
  });
});

describe('what is hard to carry', () => {
  const { table } = limits();
  const got = (about: string) => [...new Set(Object.values(table.find((each) => each.about === about)!.got))];

  it.each([
    ['a whole number beyond 2^53', ['9007199254740993']],
    ['the least int64', ['-9223372036854775808']],
    ['a price in pence, int64', ['1999']],
    // A binary fraction is not the price, whichever codec carries it.
    ['a price of 0.1 + 0.2, double', ['0.30000000000000004']],
    ['a time, text in UTC', ['2010-12-01T08:26:00Z']],
    ['nothing in a plain field', ['0']],
    ['0 in a plain field', ['0']],
    ['nothing in an optional field', ['nothing']],
    ['0 in an optional field', ['0']],
  ])('%s is the same in all five', (about, expected) => {
    expect(got(about)).toEqual(expected);
  });

  it('the libraries by their defaults lose some of it, and change broken text into other text', () => {
    expect(Object.values(librariesAlone().found)).toEqual([
      'number 9007199254740992',
      'number 9007199254740992',
      'string 9007199254740993',
      'an error',
      'number 9007199254740992',
      'number 123',
      'number 1.1',
      'string 2010-12-01T08:26:00.000Z',
      'a Date, 2010-12-01T08:26:00.000Z',
      'string è',
    ]);
  });
});

it('one real order in each codec: bytes are what they are, and costs were measured', () => {
  const { lineCount, costs } = compareCodecs(2);
  expect(lineCount).toBe(7);
  expect(Object.fromEntries(costs.map(({ contentType, bytes }) => [contentType, bytes]))).toEqual({
    'application/x-protobuf': 193,
    'application/json': 613,
    'application/xml': 992,
    'application/msgpack': 432,
    'application/avro': 198,
  });
  for (const { encodeNs, decodeNs } of costs) expect(Math.min(encodeNs, decodeNs)).toBeGreaterThan(0);
});
