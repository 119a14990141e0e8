import { isUtf8 } from 'node:buffer';
import type { AvroSchema } from './avro-schema';

const refuse = (why: string): never => {
  throw new RangeError(why);
};

/** Every named schema within one: a name may stand for what is defined in a branch that the bytes do not take. */
function namedIn(schema: AvroSchema, found = new Map<string, AvroSchema>()): Map<string, AvroSchema> {
  if (typeof schema === 'string') return found;
  if (Array.isArray(schema)) for (const one of schema) namedIn(one, found);
  else if (schema.type === 'array') namedIn(schema.items, found);
  else if (schema.type === 'map') namedIn(schema.values, found);
  else if ('name' in schema) {
    found.set(schema.name, schema);
    if (schema.type === 'record') for (const field of schema.fields) namedIn(field.type, found);
  }
  return found;
}

/**
 * Walks through the bytes of one Avro value, as its writer's schema has it, and throws RangeError where they end too
 * early or too late, a count cannot be, a branch or symbol is not there, or text is not UTF-8. The library checks only
 * when it is through: twelve bytes that announce 2^50 elements would take all memory first.
 * Source: Apache Avro 1.11 specification, "Binary Encoding".
 */
export function expectAvro(schema: AvroSchema, bytes: Buffer): void {
  const named = namedIn(schema);
  let at = 0;

  const skip = (length: number): void => {
    if (length < 0 || length > bytes.length - at) refuse('cut short');
    at += length;
  };
  const long = (most: number): bigint => {
    let value = 0n;
    for (let index = 0; index < most; index += 1) {
      skip(1);
      const byte = bytes[at - 1]!;
      value |= BigInt(byte & 0x7f) << BigInt(7 * index);
      if (byte < 0x80) return (value >> 1n) ^ -(value & 1n);
    }
    return refuse('a number that is too long');
  };
  const length = (): number => Number(long(10));
  const text = (): void => {
    const size = length();
    skip(size);
    if (!isUtf8(bytes.subarray(at - size, at))) refuse('a string is not valid UTF-8');
  };
  const within = (count: number, most: number): number =>
    count >= 0 && count < most ? count : refuse('no such branch');
  const inRange = (value: bigint, bits: number) => BigInt.asIntN(bits, value) === value || refuse('out of range');
  const blocks = (item: () => void): void => {
    for (let count = length(); count !== 0; count = length()) {
      // A negative count is followed by the block's size in bytes.
      if (count < 0) length();
      if (Math.abs(count) > bytes.length - at) refuse('more elements than bytes');
      for (let index = Math.abs(count); index > 0; index -= 1) item();
    }
  };

  const primitives: Record<string, () => unknown> = {
    null: () => undefined,
    boolean: () => (skip(1), bytes[at - 1]! > 1 && refuse('neither true nor false')),
    int: () => inRange(long(5), 32),
    long: () => inRange(long(10), 64),
    float: () => skip(4),
    double: () => skip(8),
    bytes: () => skip(length()),
    string: text,
  };

  const walk = (one: AvroSchema): void => {
    if (typeof one === 'string') return void (primitives[one] ?? (() => walk(named.get(one)!)))();
    if (Array.isArray(one)) return walk(one[within(length(), one.length)]!);
    if (one.type === 'string') text();
    else if (one.type === 'enum') within(length(), one.symbols.length);
    else if (one.type === 'array') blocks(() => walk(one.items));
    else if (one.type === 'map') blocks(() => (text(), walk(one.values)));
    else for (const field of one.fields) walk(field.type);
  };

  walk(schema);
  if (at !== bytes.length) refuse('something behind the end');
}
