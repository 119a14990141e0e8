import fc from 'fast-check';
import { codecs, decode, encode, type ContentType } from '@parley/marshalling';
import { topicFits } from '@parley/topology';
import { edited, idOf, matched, readEdit, type Edit, type Rule, type Rules } from './rules';

const type = 'parley.orders.v1.OrderEvent';
const formats = Object.keys(codecs) as ContentType[];
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const rule = (more: Partial<Rule> = {}): Rule => ({ id: 'r', topic: '#', where: [], to: 's', as: 'as sent', ...more });
const rules = (...all: Rule[]): Rules => new Map(all.map((one) => [one.id, one]));
const reasonOf = (act: () => unknown): unknown => {
  try {
    act();
    return 'none';
  } catch (error) {
    return (error as { reason?: unknown }).reason ?? error;
  }
};

const words = fc.array(fc.constantFrom('orders', 'stock', 'low', 'Norway'), { minLength: 1, maxLength: 3 });
const topic = words.map((all) => all.join('.'));
const pattern = fc
  .array(fc.constantFrom('orders', 'stock', 'low', '*', '#'), { minLength: 1, maxLength: 3 })
  .map((all) => all.join('.'));
const someRule: fc.Arbitrary<Rule> = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  topic: pattern,
  where: fc.constantFrom<Rule['where'][]>([], [{ path: 'country', is: 'Norway' }], [{ path: 'gross', above: 1000 }]),
  to: fc.constantFrom('x', 'y', 'z'),
  as: fc.constantFrom<Rule['as'][]>('as sent', ...formats),
});
const someEdit: fc.Arbitrary<Edit> = fc.oneof(
  { arbitrary: someRule.map((put) => ({ put })), weight: 3 },
  fc.constantFrom('a', 'b', 'c', 'd').map((remove) => ({ remove })),
);
const event = fc.record({ country: fc.constantFrom('Norway', 'Spain'), gross: fc.integer({ min: 0, max: 2000 }) });

describe('an edit that somebody wrote', () => {
  test('is read as it was written; what is left out is filled in', () => {
    expect(readEdit(bytes({ put: { id: 'r', topic: 'a.#', to: 's' } }))).toEqual({ put: rule({ topic: 'a.#' }) });
    expect(readEdit(bytes({ remove: 'r' }))).toEqual({ remove: 'r' });
  });

  test.each([
    ['no JSON', Buffer.from('{')],
    ['no text', Buffer.from([0xff])],
    ['a list', bytes([])],
    ['nothing', bytes({})],
    ['two at once', bytes({ put: rule(), remove: 'r' })],
    ['another word', bytes({ set: rule() })],
    ['a rule without id', bytes({ put: { ...rule(), id: undefined } })],
    ['a subscriber that is no name', bytes({ put: rule({ to: 'a b' }) })],
    ['a topic that is too long', bytes({ put: rule({ topic: 'x'.repeat(256) }) })],
    ['a format that nobody knows', bytes({ put: { ...rule(), as: 'application/pdf' } })],
    ['a format that is no own property', bytes({ put: { ...rule(), as: 'toString' } })],
    ['a condition that is none', bytes({ put: { ...rule(), where: [{ path: 'a' }] } })],
    ['a field that no rule has', bytes({ put: { ...rule(), form: 'application/json' } })],
  ])('%s is an invalid rule', (_, said) => expect(reasonOf(() => readEdit(said))).toBe('invalid-rule'));

  test('whatever the bytes: an edit, or an invalid rule', () => {
    const near = fc.record({ put: fc.record({ id: fc.jsonValue(), topic: fc.jsonValue(), to: fc.jsonValue() }) });
    const said = fc.oneof(fc.uint8Array(), fc.oneof(fc.jsonValue(), near, someEdit).map(bytes));
    fc.assert(
      fc.property(said, (one) => expect(['none', 'invalid-rule']).toContain(reasonOf(() => readEdit(one)))),
      { seed: 5 },
    );
  });

  test('any edit outlives being written and read', () => {
    fc.assert(
      fc.property(someEdit, (edit) => expect(readEdit(bytes(edit))).toEqual(edit)),
      { seed: 5 },
    );
  });
});

test('only the last edit of each rule counts: those alone make the same repository', () => {
  const after = (edits: Edit[]) => edits.reduce<Rules>(edited, new Map());
  fc.assert(
    fc.property(fc.array(someEdit, { maxLength: 20 }), (edits) => {
      const last = edits.filter((edit, index) => !edits.slice(index + 1).some((later) => idOf(later) === idOf(edit)));
      expect(new Map(after(last))).toEqual(new Map(after(edits)));
      expect([...after(edits).keys()].sort()).toEqual(
        last.flatMap((edit) => ('put' in edit ? [edit.put.id] : [])).sort(),
      );
    }),
    { seed: 5 },
  );
});

describe('matching', () => {
  test('a message goes once to each subscriber of whose rules one fits, and to nobody else', () => {
    fc.assert(
      fc.property(fc.uniqueArray(someRule, { selector: ({ id }) => id }), topic, event, (all, on, value) => {
        const wants = ({ topic: pattern, where }: Rule) =>
          topicFits(pattern, on) &&
          where.every((one) => ('is' in one ? value.country === one.is : 'above' in one && value.gross > one.above));
        const wanted = new Set(all.filter(wants).map(({ to }) => to));
        const match = () => matched(rules(...all), on, encode(type, value, 'application/json'));
        if (wanted.size === 0) return expect(reasonOf(match)).toBe('no-rule');
        expect(
          match()
            .map(({ to }) => to)
            .sort(),
        ).toEqual([...wanted].sort());
      }),
      { seed: 5 },
    );
  });

  test('each gets the same value, in the format that its rule says', () => {
    fc.assert(
      fc.property(fc.constantFrom(...formats), event, (sent, value) => {
        const all = formats.map((as) => rule({ id: as.slice(12), to: as.slice(12), as }));
        const got = matched(rules(...all), 'any', encode(type, value, sent));
        expect(got.map(({ contentType }) => contentType)).toEqual(formats);
        const first = decode(type, sent, encode(type, value, sent).body);
        for (const { contentType, body } of got) expect(decode(type, contentType, body)).toEqual(first);
      }),
      { seed: 5 },
    );
  });

  test('what nobody can read goes as it is to whom it may, byte for byte', () => {
    const raw = { type: 'bytes', contentType: 'application/octet-stream', body: Buffer.from([0, 255, 7]) };
    const where = [{ path: 'country', is: 'Norway' }];
    expect(matched(rules(rule(), rule({ id: 'other', to: 'other', where })), 'any', raw)).toEqual([
      { ...raw, to: 's' },
    ]);
    expect(reasonOf(() => matched(rules(rule({ as: 'application/xml' })), 'any', raw))).toBe('unconvertible');
    const broken = { type, contentType: 'application/json', body: Buffer.from('{') };
    expect(matched(rules(rule()), 'any', broken)).toHaveLength(1);
    expect(reasonOf(() => matched(rules(rule({ where })), 'any', broken))).toBe('undecodable');
  });
});
