import { Fatal } from '@parley/faults';
import { type Codec, codecOf, type ContentType, type Format } from './format';
import { jsonFormat } from './json-format';
import { protobufFormat } from './protobuf-format';

export interface Encoded {
  contentType: ContentType;
  type: string;
  body: Buffer;
}

/* eslint-disable @typescript-eslint/no-require-imports -- a service that meets none of these loads none of their libraries */
const lazily = (contentType: ContentType, load: () => Format): Format => ({
  contentType,
  write: (type, plain) => load().write(type, plain),
  read: (type, bytes) => load().read(type, bytes),
});
const xmlFormat = lazily('application/xml', () => (require('./xml-format') as typeof import('./xml-format')).xmlFormat);
const messagePackFormat = lazily(
  'application/msgpack',
  () => (require('./message-pack-format') as typeof import('./message-pack-format')).messagePackFormat,
);
const avroFormat = lazily(
  'application/avro',
  () => (require('./avro-format') as typeof import('./avro-format')).avroFormat,
);
/* eslint-enable @typescript-eslint/no-require-imports */

/** Every wire format, over descriptors at hand: for message types that are not under `proto/`. */
export const formats: Record<ContentType, Format> = {
  'application/x-protobuf': protobufFormat,
  'application/json': jsonFormat,
  'application/xml': xmlFormat,
  'application/msgpack': messagePackFormat,
  'application/avro': avroFormat,
};

/** The same messages in each wire format. A consumer reads them all. */
export const codecs: Record<ContentType, Codec> = {
  'application/x-protobuf': codecOf(protobufFormat),
  'application/json': codecOf(jsonFormat),
  'application/xml': codecOf(xmlFormat),
  'application/msgpack': codecOf(messagePackFormat),
  'application/avro': codecOf(avroFormat),
};

const otherNames: Record<string, ContentType> = {
  'application/protobuf': 'application/x-protobuf',
  'text/xml': 'application/xml',
  'application/x-msgpack': 'application/msgpack',
  'application/vnd.msgpack': 'application/msgpack',
  'avro/binary': 'application/avro',
};

const byName = new Map<string, Codec>([
  ...Object.entries(codecs),
  ...Object.entries(otherNames).map(([name, contentType]): [string, Codec] => [name, codecs[contentType]]),
]);

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
