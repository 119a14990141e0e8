import { isUtf8 } from 'node:buffer';
import protobuf from 'protobufjs';
import { Fatal } from '@parley/faults';
import { canonical } from './canonical';
import { messageType } from './root';

export type ContentType = 'application/x-protobuf' | 'application/json';

/** One wire format for every message type. Both throw Fatal: `unknown-type`, and see each. */
export interface Codec {
  contentType: ContentType;
  /** Takes the shape of the generated types, and bigint for int64. Throws Fatal `unencodable`; changes nothing of `value`. */
  encode(type: string, value: object): Buffer;
  /** Gives the shape of the generated `__Output` types. Throws Fatal `undecodable`. */
  decode(type: string, bytes: Uint8Array): unknown;
}

export interface Encoded {
  contentType: ContentType;
  type: string;
  body: Buffer;
}

const output: protobuf.IConversionOptions = { longs: String, enums: String, defaults: true, oneofs: true };

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const unencodable = (type: string, cause: unknown): Fatal =>
  new Fatal(`not a ${type}: ${reasonOf(cause)}`, { reason: 'unencodable', cause, detail: { type } });

const undecodable = (type: string, contentType: string, cause: unknown): Fatal =>
  new Fatal(`the bytes are no ${type} in ${contentType}: ${reasonOf(cause)}`, {
    reason: 'undecodable',
    cause,
    detail: { type, contentType },
  });

const shaped = (type: string, value: object): [protobuf.Type, Record<string, unknown>] => {
  const found = messageType(type);
  try {
    return [found, canonical(found, value, 'code')];
  } catch (error) {
    throw unencodable(type, error);
  }
};

const strictText = function (this: protobuf.Reader): string {
  const bytes = this.bytes();
  if (!isUtf8(bytes)) throw new RangeError('a string is not valid UTF-8');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
};

const protobufCodec: Codec = {
  contentType: 'application/x-protobuf',
  encode: (type, value) => {
    const [found, plain] = shaped(type, value);
    return Buffer.from(found.encode(found.fromObject(plain)).finish());
  },
  decode: (type, bytes) => {
    const found = messageType(type);
    try {
      const reader = protobuf.Reader.create(bytes);
      // protobufjs puts U+FFFD for broken text; Protobuf says that such a message does not parse.
      reader.string = strictText;
      return found.toObject(found.decode(reader), output);
    } catch (error) {
      throw undecodable(type, 'application/x-protobuf', error);
    }
  },
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

const jsonCodec: Codec = {
  contentType: 'application/json',
  encode: (type, value) => Buffer.from(JSON.stringify(shaped(type, value)[1])),
  decode: (type, bytes) => {
    const found = messageType(type);
    try {
      return found.toObject(found.fromObject(canonical(found, JSON.parse(utf8.decode(bytes)), 'json')), output);
    } catch (error) {
      throw undecodable(type, 'application/json', error);
    }
  },
};

/** Protobuf, and the same messages in the proto3 JSON mapping. A consumer reads both. */
export const codecs: Record<ContentType, Codec> = {
  'application/x-protobuf': protobufCodec,
  'application/json': jsonCodec,
};

const byName = new Map<string, Codec>([...Object.entries(codecs), ['application/protobuf', protobufCodec]]);

/** The codec of a content type, parameters such as `; charset=utf-8` put aside. Throws Fatal `unknown-content-type`. */
export const codecFor = (contentType: string): Codec => {
  const codec = byName.get((contentType.split(';', 1)[0] ?? '').trim().toLowerCase());
  if (codec) return codec;
  throw new Fatal(`no codec for content type ${JSON.stringify(contentType)}`, {
    reason: 'unknown-content-type',
    detail: { contentType },
  });
};

/** A message ready to send, with all that its receiver must be told. Throws Fatal `unencodable`, `unknown-type`. */
export const encode = (type: string, value: object, contentType: ContentType = 'application/x-protobuf'): Encoded => ({
  contentType,
  type,
  body: codecFor(contentType).encode(type, value),
});

/** A received message. Throws Fatal `undecodable`, `unknown-type`, `unknown-content-type`: it never becomes good. */
export const decode = <T>(type: string, contentType: string, body: Uint8Array): T =>
  codecFor(contentType).decode(type, body) as T;
