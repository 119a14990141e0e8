import fc from 'fast-check';
import { fitsAll, readCondition, type Condition } from './conditions';

const body = {
  country: 'Norway',
  gross: '9007199254740993',
  version: 3,
  lines: [{ sku: 'A', quantity: 2 }, { sku: 'B' }],
};

test.each<[Condition, boolean]>([
  [{ path: 'country', is: 'Norway' }, true],
  [{ path: 'country', is: 'norway' }, false],
  [{ path: 'country', contains: 'way' }, true],
  [{ path: 'version', is: 3 }, true],
  [{ path: 'version', contains: '3' }, false],
  [{ path: 'gross', above: 1000 }, true],
  [{ path: 'gross', below: 1000 }, false],
  [{ path: 'country', above: 0 }, false],
  [{ path: 'lines.sku', is: 'B' }, true],
  [{ path: 'lines.quantity', above: 2 }, false],
  [{ path: 'lines', is: 'B' }, false],
  [{ path: 'nothing', below: 5 }, false],
  [{ path: 'toString', contains: '' }, false],
])('%j fits: %s', (condition, isFit) => expect(fitsAll([condition], body)).toBe(isFit));

test('all of several have to hold; none always do', () => {
  const [yes, no]: Condition[] = [
    { path: 'version', is: 3 },
    { path: 'version', is: 4 },
  ];
  expect([fitsAll([], body), fitsAll([yes!, yes!], body), fitsAll([yes!, no!], body)]).toEqual([true, true, false]);
});

test.each([
  'text',
  {},
  { path: 'a' },
  { path: '', is: 1 },
  { path: 'a..b', is: 1 },
  { path: 'a', is: null },
  { path: 'a', above: '3' },
  { path: 'a', is: 1, above: 0 },
  { path: 'a', like: 'b' },
])('%j is no condition', (value) => {
  expect(() => readCondition(value)).toThrow(expect.objectContaining({ kind: 'fatal', reason: 'invalid-rule' }));
});

test('whatever is said, it is a condition or refused as none; a condition never throws, whatever the body', () => {
  const path = fc.constantFrom('a', 'a.b', '__proto__', 'a..b', 5);
  const value = fc.oneof(fc.jsonValue(), fc.double(), fc.string());
  const said = fc.oneof(
    fc.jsonValue(),
    fc.record({ path, is: value }),
    fc.record({ path, above: value }),
    fc.record({ path, contains: value }),
  );
  fc.assert(
    fc.property(said, fc.jsonValue(), (one, any) => {
      let condition: Condition;
      try {
        condition = readCondition(one);
      } catch (error) {
        return expect(error).toMatchObject({ kind: 'fatal', reason: 'invalid-rule' });
      }
      expect(typeof fitsAll([condition], any)).toBe('boolean');
    }),
    { seed: 5 },
  );
});
