import avro from 'avsc';
import protobuf from 'protobufjs';
import { expectAvro } from './avro-bounds';
import { type AvroSchema, avroSchema, canBeAbsent } from './avro-schema';
import { checked, type Format, type Plain } from './format';

/** The CRC-64-AVRO of a text: what tells one schema from another. Source: Avro specification, "Schema Fingerprints". */
export const avroFingerprint = (text: string): bigint => {
  const empty = 0xc15d213aa4d7a795n;
  let print = empty;
  for (const byte of Buffer.from(text)) {
    let row = (print ^ BigInt(byte)) & 0xffn;
    for (let bit = 0; bit < 8; bit += 1) row = (row >> 1n) ^ (empty & -(row & 1n));
    print = (print >> 8n) ^ row;
  }
  return print;
};

/** A whole number of 64 bits as a bigint: the library's own `long` gives up beyond 2^53. */
const wholeLong = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  fromJSON: (value: number) => BigInt(value),
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint' && BigInt.asIntN(64, value) === value,
  compare: (a: bigint, b: bigint) => (a === b ? 0 : a < b ? -1 : 1),
});

/** A whole number without a sign as a bigint; in the bytes it is text. */
class Digits extends avro.types.LogicalType {
  override _fromValue(text: string): bigint {
    if (!/^\d+$/.test(text)) throw new RangeError('not the digits of a number');
    return BigInt(text);
  }
  override _toValue(value: unknown): string | undefined {
    return typeof value === 'bigint' ? String(value) : undefined;
  }
}

const isDigits = (schema: AvroSchema): boolean => typeof schema === 'object' && 'logicalType' in schema;

interface Known {
  schema: AvroSchema;
  avro: avro.Type;
  /** Two bytes that say `one Avro object`, and eight that say by which schema it was written. */
  head: Buffer;
  fields: Map<string, AvroSchema>;
}

const knownOf = new WeakMap<protobuf.Type, Known>();
const writers = new Map<string, Known>();

const known = (type: protobuf.Type): Known => {
  const before = knownOf.get(type);
  if (before) return before;
  const schema = avroSchema(type);
  const found = avro.Type.forSchema(schema as avro.Schema, {
    registry: { long: wholeLong },
    logicalTypes: { uint64: Digits },
  });
  const head = Buffer.alloc(10);
  head.writeUInt16BE(0xc301);
  head.writeBigUInt64LE(avroFingerprint(JSON.stringify(found.schema())), 2);
  const fields = new Map(schema.fields.map((field) => [field.name, field.type]));
  const all = { schema, avro: found, head, fields };
  knownOf.set(type, all);
  return all;
};

/** From now on messages that were written by this version of a type can be read by any other version of it. */
export const rememberAvroWriter = (type: protobuf.Type): void => {
  const writer = known(type);
  writers.set(writer.head.toString('hex'), writer);
};

const zero: Record<string, unknown> = {
  string: '',
  boolean: false,
  bytes: Buffer.alloc(0),
  int: 0,
  float: 0,
  double: 0,
};

const leaf = (field: protobuf.Field, value: unknown, avroType: AvroSchema): unknown => {
  if (field.resolvedType instanceof protobuf.Type) return recordOf(field.resolvedType, value as Plain);
  if (avroType === 'long' || isDigits(avroType)) return BigInt(String(value));
  if (avroType === 'bytes') return Buffer.from(String(value), 'base64');
  return avroType === 'float' || avroType === 'double' ? Number(value) : value;
};

const valueOf = (field: protobuf.Field, value: unknown, of: AvroSchema): unknown => {
  if (typeof of === 'object' && 'type' in of && of.type === 'array')
    return ((value ?? []) as unknown[]).map((one) => leaf(field, one, of.items));
  if (typeof of === 'object' && 'type' in of && of.type === 'map')
    return Object.fromEntries(
      Object.entries((value ?? {}) as Plain).map(([key, one]) => [key, leaf(field, one, of.values)]),
    );
  if (canBeAbsent(field)) return value === undefined ? null : leaf(field, value, (of as AvroSchema[])[1]!);
  if (value !== undefined) return leaf(field, value, of);
  if (of === 'long' || isDigits(of)) return 0n;
  return typeof of === 'string' && of in zero ? zero[of] : Object.keys((field.resolvedType as protobuf.Enum).values)[0];
};

/** Avro writes every field, so what the canonical form leaves out gets its default here. */
const recordOf = (type: protobuf.Type, plain: Plain): Plain => {
  const { fields } = known(type);
  return Object.fromEntries(
    type.fieldsArray.map((field) => [field.name, valueOf(field, plain[field.name], fields.get(field.name)!)]),
  );
};

/** One value by one schema, nothing else: who reads it must have the writer's schema from elsewhere. */
export const bareAvro = {
  write: (type: protobuf.Type, plain: Plain): Buffer => known(type).avro.toBuffer(recordOf(type, plain)),
  read: (type: protobuf.Type, bytes: Uint8Array): Plain => {
    const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const reader = known(type);
    expectAvro(reader.schema, body);
    return checked(type, reader.avro.fromBuffer(body), 'native');
  },
};

/**
 * Avro's single-object encoding: a mark and the fingerprint of the writer's schema, then the value. Read by the schema
 * of the type, or resolved from a remembered one; bytes of a schema that is not known are refused, never guessed at.
 * Source: Avro specification, "Single-object encoding".
 */
export const avroFormat: Format = {
  contentType: 'application/avro',
  write: (type, plain) => Buffer.concat([known(type).head, bareAvro.write(type, plain)]),
  read: (type, bytes) => {
    const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const reader = known(type);
    const [head, body] = [all.subarray(0, 10), all.subarray(10)];
    if (head.equals(reader.head)) return bareAvro.read(type, body);
    const writer = writers.get(head.toString('hex'));
    if (!writer) throw new RangeError('it does not begin with a schema that is known here');
    expectAvro(writer.schema, body);
    return checked(type, reader.avro.fromBuffer(body, reader.avro.createResolver(writer.avro)), 'native');
  },
};
