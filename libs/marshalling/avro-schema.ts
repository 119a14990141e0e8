import protobuf from 'protobufjs';

/** A schema in Avro's own JSON. A name stands for a record that was defined before it. */
export type AvroSchema =
  | string
  | AvroSchema[]
  | AvroRecord
  | { type: 'array'; items: AvroSchema }
  | { type: 'map'; values: AvroSchema }
  | typeof digits
  | { type: 'enum'; name: string; symbols: string[]; default: string };

export interface AvroRecord {
  type: 'record';
  name: string;
  fields: { name: string; type: AvroSchema; default: unknown }[];
}

/** A whole number of 64 bits without a sign, in decimal digits. */
const digits = { type: 'string', logicalType: 'uint64' } as const;

interface Scalar {
  type: AvroSchema;
  default: unknown;
}

const text: Scalar = { type: 'string', default: '' };
const int: Scalar = { type: 'int', default: 0 };
const long: Scalar = { type: 'long', default: 0 };

/** Avro has no unsigned numbers: 32 bits go into a `long`, 64 bits as decimal digits. */
const scalars: Record<string, Scalar> = {
  string: text,
  bool: { type: 'boolean', default: false },
  bytes: { type: 'bytes', default: '' },
  int32: int,
  sint32: int,
  sfixed32: int,
  uint32: long,
  fixed32: long,
  int64: long,
  sint64: long,
  sfixed64: long,
  uint64: { type: digits, default: '0' },
  fixed64: { type: digits, default: '0' },
  float: { type: 'float', default: 0 },
  double: { type: 'double', default: 0 },
};

const nameOf = (type: protobuf.ReflectionObject): string => type.fullName.slice(1);

/** Whether the field can be absent and not only at its default: a message, a member of a oneof, an `optional` one. */
export const canBeAbsent = (field: protobuf.Field): boolean =>
  !field.repeated && !field.map && (field.resolvedType instanceof protobuf.Type || field.partOf !== null);

const one = (field: protobuf.Field, defined: Set<string>): { type: AvroSchema; default: unknown } => {
  const { resolvedType } = field;
  if (resolvedType instanceof protobuf.Type) return { type: reference(resolvedType, defined), default: null };
  if (!(resolvedType instanceof protobuf.Enum)) return scalars[field.type]!;
  const name = nameOf(resolvedType);
  const symbols = Object.keys(resolvedType.values);
  if (defined.has(name)) return { type: name, default: symbols[0] };
  defined.add(name);
  return { type: { type: 'enum', name, symbols, default: symbols[0]! }, default: symbols[0] };
};

const fieldOf = (field: protobuf.Field, defined: Set<string>): { type: AvroSchema; default: unknown } => {
  const single = one(field, defined);
  if (field.map) return { type: { type: 'map', values: single.type }, default: {} };
  if (field.repeated) return { type: { type: 'array', items: single.type }, default: [] };
  return canBeAbsent(field) ? { type: ['null', single.type], default: null } : single;
};

const record = (type: protobuf.Type, defined: Set<string>): AvroRecord => {
  const name = nameOf(type);
  defined.add(name);
  const fields = type.fieldsArray.map((field) => ({ name: field.name, ...fieldOf(field, defined) }));
  return { type: 'record', name, fields };
};

const reference = (type: protobuf.Type, defined: Set<string>): AvroSchema =>
  defined.has(nameOf(type)) ? nameOf(type) : record(type, defined);

/**
 * The Avro schema of a message type: a record of its full name, every field with its proto3 default, so that a reader
 * can do without what an older writer did not have. What can be absent is a union with null.
 */
export const avroSchema = (type: protobuf.Type): AvroRecord => record(type, new Set());
