import fc from 'fast-check';
import protobuf from 'protobufjs';

/** A value as a caller may write it, and what its receiver must get. */
export interface Sample {
  given: Record<string, unknown>;
  expected: Record<string, unknown>;
}
type Pair = { given: unknown; expected: unknown };

const same = (value: unknown): Pair => ({ given: value, expected: value });

const int64 = (min: bigint, max: bigint) =>
  fc.bigInt({ min, max }).chain((value) => {
    const writings: unknown[] = [value, value.toString()];
    if (BigInt(Number.MIN_SAFE_INTEGER) <= value && value <= BigInt(Number.MAX_SAFE_INTEGER))
      writings.push(Number(value));
    return fc.constantFrom(...writings).map((given) => ({ given, expected: value.toString() }));
  });

const scalars: Record<string, fc.Arbitrary<Pair>> = {
  string: fc.string({ unit: 'binary' }).map(same),
  bool: fc.boolean().map(same),
  int32: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map(same),
  uint32: fc.integer({ min: 0, max: 2 ** 32 - 1 }).map(same),
  double: fc
    .double({ noNaN: true, noDefaultInfinity: true })
    // Where zero is the default, its sign is not kept.
    .map((value) => same(value === 0 ? 0 : value)),
  int64: int64(-(2n ** 63n), 2n ** 63n - 1n),
  bytes: fc.uint8Array({ maxLength: 40 }).map((value) => ({ given: value, expected: Buffer.from(value) })),
};

const zeroOf = (field: protobuf.Field): unknown => {
  if (field.map) return {};
  if (field.repeated) return [];
  if (field.resolvedType instanceof protobuf.Type) return null;
  if (field.type === 'bytes') return Buffer.alloc(0);
  return field.type === 'string' ? '' : field.type === 'bool' ? false : field.long ? '0' : 0;
};

const one = (field: protobuf.Field, depth: number): fc.Arbitrary<Pair> => {
  if (field.resolvedType instanceof protobuf.Type) return samples(field.resolvedType, depth + 1);
  const scalar = scalars[field.type];
  if (!scalar) throw new Error(`no arbitrary for ${field.type}`);
  return scalar;
};

const fieldOf = (field: protobuf.Field, depth: number): fc.Arbitrary<Pair> => {
  const pairs = (list: Pair[]) => ({
    given: list.map((each) => each.given),
    expected: list.map((each) => each.expected),
  });
  if (field.map)
    return fc
      .dictionary(
        fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
        one(field, depth),
        { maxKeys: 4 },
      )
      .map((found) => ({
        given: Object.fromEntries(Object.entries(found).map(([key, each]) => [key, each.given])),
        expected: Object.fromEntries(Object.entries(found).map(([key, each]) => [key, each.expected])),
      }));
  return field.repeated ? fc.array(one(field, depth), { maxLength: 4 }).map(pairs) : one(field, depth);
};

const absent = Symbol('absent');
type Chosen = Pair | typeof absent;

const apart = (type: protobuf.Type): protobuf.Field[] => type.fieldsArray.filter((field) => !field.partOf);

/** At most one member of each oneof, an `optional` field being a oneof of its own. */
const chosen = (oneof: protobuf.OneOf, depth: number): fc.Arbitrary<[string, Chosen][]> =>
  fc
    .tuple(fc.nat(oneof.fieldsArray.length), fc.tuple(...oneof.fieldsArray.map((field) => fieldOf(field, depth))))
    .map(([which, values]) =>
      oneof.fieldsArray.map((field, index) => [field.name, index === which ? values[index]! : absent]),
    );

/** Samples of a message type, made from its descriptor: any field may be left out. */
export const samples = (type: protobuf.Type, depth = 0): fc.Arbitrary<Sample> =>
  fc
    .tuple(
      fc.tuple(...apart(type).map((field) => fc.option(fieldOf(field, depth), { nil: absent, freq: 8 }))),
      fc.tuple(...type.oneofsArray.map((oneof) => chosen(oneof, depth))),
    )
    .map(([values, oneofs]) => {
      const given: Record<string, unknown> = {};
      const expected: Record<string, unknown> = {};
      apart(type).forEach((field, index) => {
        const value = values[index] as Chosen;
        if (typeof value === 'object') given[field.name] = value.given;
        expected[field.name] = typeof value === 'object' ? value.expected : zeroOf(field);
      });
      oneofs.forEach((members, index) => {
        for (const [name, value] of members) {
          if (typeof value !== 'object') continue;
          given[name] = value.given;
          expected[name] = value.expected;
          expected[type.oneofsArray[index]!.name] = name;
        }
      });
      return { given, expected };
    });
