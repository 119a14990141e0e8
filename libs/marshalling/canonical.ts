import protobuf from 'protobufjs';

/** A value that does not have the shape of its message type; `path` tells where, e.g. `lines[2].gross`. */
export class ShapeError extends Error {
  constructor(
    readonly path: string,
    readonly expected: string,
  ) {
    super(`${path || 'the message'}: ${expected}`);
  }
}

/**
 * Where a value comes from. `code`: strict, an unknown field is a mistake of ours. `json`: as the proto3 JSON mapping
 * reads it (original field names, numbers as strings), and what a newer sender added is ignored, as Protobuf does.
 * `native`: a format that has types of its own (MessagePack, Avro): no text for a number or for bytes; what a newer
 * sender added is ignored.
 */
export type Origin = 'code' | 'json' | 'native';

type Read = (value: unknown, path: string, origin: Origin) => unknown;
type Plain = Record<string, unknown>;

const isObject = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

const refuse = (path: string, expected: string): never => {
  throw new ShapeError(path, expected);
};

const loneSurrogate = /\p{Surrogate}/u;

const text: Read = (value, path) => {
  if (typeof value !== 'string') return refuse(path, 'a string');
  return loneSurrogate.test(value) ? refuse(path, 'a string without lone surrogates') : value;
};

const bool: Read = (value, path) => (typeof value === 'boolean' ? value : refuse(path, 'true or false'));

const decimal = /^-?\d+$/;

const integer =
  (name: string, least: number, most: number): Read =>
  (value, path, origin) => {
    const wider = origin === 'native' && typeof value === 'bigint';
    const written = origin === 'json' && typeof value === 'string' && decimal.test(value);
    const number = wider || written ? Number(value) : value;
    return typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most
      ? number + 0
      : refuse(path, `a whole number of ${name}`);
  };

const isLong = (value: unknown): value is { low: number; high: number; toString(): string } =>
  isObject(value) &&
  typeof value.low === 'number' &&
  typeof value.high === 'number' &&
  typeof value.toString === 'function';

const asBigInt = (value: unknown): bigint | undefined => {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  if (isLong(value)) return BigInt(value.toString());
  return typeof value === 'string' && decimal.test(value) ? BigInt(value) : undefined;
};

const long =
  (name: string, least: bigint, most: bigint): Read =>
  (value, path, origin) => {
    const found = origin === 'native' && typeof value === 'string' ? undefined : asBigInt(value);
    return found !== undefined && found >= least && found <= most
      ? found.toString()
      : refuse(path, `an ${name}: a bigint, a safe integer or decimal digits`);
  };

const floating: Read = (value, path, origin) => {
  if (origin === 'native' && typeof value === 'bigint') return Number(value);
  if (origin === 'native' && typeof value !== 'number') return refuse(path, 'a number');
  const number = origin === 'json' && typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || (Number.isNaN(number) && value !== 'NaN' && typeof value === 'string'))
    return refuse(path, 'a number');
  return Number.isFinite(number) ? number : String(number);
};

const base64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

const bytes: Read = (value, path, origin) => {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64');
  if (origin === 'native' || typeof value !== 'string' || !base64.test(value)) return refuse(path, 'bytes, or base64');
  return Buffer.from(value, 'base64').toString('base64');
};

const int32 = integer('32 bits', -(2 ** 31), 2 ** 31 - 1);
const uint32 = integer('32 bits, not negative', 0, 2 ** 32 - 1);
const int64 = long('int64', -(2n ** 63n), 2n ** 63n - 1n);
const uint64 = long('uint64', 0n, 2n ** 64n - 1n);

const scalars: Record<string, Read> = {
  string: text,
  bool,
  bytes,
  int32,
  sint32: int32,
  sfixed32: int32,
  uint32,
  fixed32: uint32,
  int64,
  sint64: int64,
  sfixed64: int64,
  uint64,
  fixed64: uint64,
  float: floating,
  double: floating,
};

const enumeration =
  (type: protobuf.Enum): Read =>
  (value, path) => {
    const name = typeof value === 'number' ? type.valuesById[value] : value;
    return typeof name === 'string' && name in type.values ? name : refuse(path, `one of ${Object.keys(type.values)}`);
  };

const single = (field: protobuf.Field): Read => {
  if (field.resolvedType instanceof protobuf.Enum) return enumeration(field.resolvedType);
  if (field.resolvedType instanceof protobuf.Type) return fieldsOf(field.resolvedType);
  const scalar = scalars[field.type];
  if (!scalar) throw new Error(`${field.fullName} has a type that is not known here: ${field.type}`);
  return scalar;
};

const many =
  (read: Read): Read =>
  (value, path, origin) =>
    Array.isArray(value)
      ? Array.from(value, (each, index) => read(each, `${path}[${index}]`, origin))
      : refuse(path, 'an array');

const keyed =
  (read: Read): Read =>
  (value, path, origin) =>
    isObject(value)
      ? Object.fromEntries(
          Object.entries(value).map(([key, each]) => [text(key, path, origin), read(each, `${path}.${key}`, origin)]),
        )
      : refuse(path, 'an object');

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const isDefault = (value: unknown, field: protobuf.Field): boolean => {
  if (Array.isArray(value)) return value.length === 0;
  if (field.map) return isObject(value) && Object.keys(value).length === 0;
  if (field.resolvedType instanceof protobuf.Enum) return field.resolvedType.values[String(value)] === 0;
  return value === '' || value === false || value === 0 || (value === '0' && field.long);
};

interface FieldReader {
  field: protobuf.Field;
  read: Read;
}

const readers = new WeakMap<protobuf.Type, Read>();

const fieldsOf = (type: protobuf.Type): Read => {
  const known = readers.get(type);
  if (known) return known;
  let fields: Map<string, FieldReader> | undefined;
  const read: Read = (value, path, origin) => {
    // Filled at first use, since a message type may hold itself.
    fields ??= new Map(type.fieldsArray.map((field) => [field.name, { field, read: reader(field) }]));
    return readFields(type, fields, value, path, origin);
  };
  readers.set(type, read);
  return read;
};

const reader = (field: protobuf.Field): Read =>
  field.map ? keyed(single(field)) : field.repeated ? many(single(field)) : single(field);

const readFields = (
  type: protobuf.Type,
  fields: Map<string, FieldReader>,
  value: unknown,
  path: string,
  origin: Origin,
): Plain => {
  if (!isObject(value)) return refuse(path, `an object, a ${type.fullName.slice(1)}`);
  const at = (name: string) => (path ? `${path}.${name}` : name);
  if (origin === 'code')
    for (const name of Object.keys(value))
      if (!fields.has(name) && !(name in (type.oneofs ?? {})))
        refuse(at(name), `no such field in ${type.fullName.slice(1)}`);
  const found: Plain = {};
  for (const [name, { field, read }] of fields) {
    const original = origin === 'json' ? snakeCase(name) : name;
    const given = value[name] ?? value[original];
    if (given === undefined || given === null) continue;
    const canonical = read(given, at(name), origin);
    if (field.partOf || !isDefault(canonical, field)) found[name] = canonical;
  }
  return found;
};

/**
 * The one canonical form of a value of a message type: its proto3 JSON object. Fields in the order of the proto,
 * defaults left out, int64 as decimal digits, enums by name, bytes in base64. The value itself is not changed.
 * Throws ShapeError for what a codec that converts silently would corrupt: another type, a number out of range,
 * a fraction, a lone surrogate, and from code an unknown field.
 */
export const canonical = (type: protobuf.Type, value: unknown, origin: Origin): Record<string, unknown> =>
  fieldsOf(type)(value, '', origin) as Plain;
