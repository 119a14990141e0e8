import protobuf from 'protobufjs';
import { Fatal } from '@parley/faults';
import { canonical, type Origin } from './canonical';
import { messageType } from './root';

/** Every content type that a consumer reads. */
export type ContentType =
  'application/x-protobuf' | 'application/json' | 'application/xml' | 'application/msgpack' | 'application/avro';

/** One wire format for every message type. Both throw Fatal: `unknown-type`, and see each. */
export interface Codec {
  contentType: ContentType;
  /** Takes the shape of the generated types, and bigint for int64. Throws Fatal `unencodable`; changes nothing of `value`. */
  encode(type: string, value: object): Buffer;
  /** Gives the shape of the generated `__Output` types. Throws Fatal `undecodable`. */
  decode(type: string, bytes: Uint8Array): unknown;
}

/** A message in its canonical form: see `canonical`. */
export type Plain = Record<string, unknown>;

/** What a codec is made of: it knows one wire format, and is handed the descriptor of the message type. */
export interface Format {
  contentType: ContentType;
  write(type: protobuf.Type, plain: Plain): Buffer;
  /** Gives the shape of the generated `__Output` types. Throws anything where the bytes are no such message. */
  read(type: protobuf.Type, bytes: Uint8Array): object;
}

const output: protobuf.IConversionOptions = { longs: String, enums: String, defaults: true, oneofs: true };

/** A Protobuf message as the generated `__Output` types have it. */
export const shown = (type: protobuf.Type, message: protobuf.Message): Plain => type.toObject(message, output);

/** What a format has found, checked, as the generated `__Output` types have it. Throws ShapeError. */
export const checked = (type: protobuf.Type, found: unknown, origin: Origin): Plain =>
  shown(type, type.fromObject(canonical(type, found, origin)));

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The codec of a format: it finds the descriptor by name, keeps bad values in and bad bytes out, and types the errors. */
export const codecOf = ({ contentType, write, read }: Format): Codec => ({
  contentType,
  encode: (type, value) => {
    const found = messageType(type);
    try {
      return write(found, canonical(found, value, 'code'));
    } catch (cause) {
      throw new Fatal(`not a ${type}: ${reasonOf(cause)}`, { reason: 'unencodable', cause, detail: { type } });
    }
  },
  decode: (type, bytes) => {
    const found = messageType(type);
    try {
      return read(found, bytes);
    } catch (cause) {
      throw new Fatal(`the bytes are no ${type} in ${contentType}: ${reasonOf(cause)}`, {
        reason: 'undecodable',
        cause,
        detail: { type, contentType },
      });
    }
  },
});

/** Turns one scalar of the canonical form into what a format writes for it. */
export type Leaf = (field: protobuf.Field, value: unknown) => unknown;

const each = (field: protobuf.Field, value: unknown, leaf: Leaf): unknown =>
  field.resolvedType instanceof protobuf.Type
    ? withLeaves(field.resolvedType, value as Plain, leaf)
    : leaf(field, value);

/** A canonical message with every scalar in it turned by `leaf`; maps stay objects, lists stay arrays. */
export const withLeaves = (type: protobuf.Type, plain: Plain, leaf: Leaf): Plain => {
  const turned: Plain = {};
  for (const field of type.fieldsArray) {
    const value = plain[field.name];
    if (value === undefined) continue;
    if (field.map)
      turned[field.name] = Object.fromEntries(
        Object.entries(value as Plain).map(([key, one]) => [key, each(field, one, leaf)]),
      );
    else if (field.repeated) turned[field.name] = (value as unknown[]).map((one) => each(field, one, leaf));
    else turned[field.name] = each(field, value, leaf);
  }
  return turned;
};
