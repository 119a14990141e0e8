import { isUtf8 } from 'node:buffer';
import protobuf from 'protobufjs';
import { type Format, shown } from './format';

const strictText = function (this: protobuf.Reader): string {
  const bytes = this.bytes();
  if (!isUtf8(bytes)) throw new RangeError('a string is not valid UTF-8');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
};

/** Protobuf's binary format: fields by number. */
export const protobufFormat: Format = {
  contentType: 'application/x-protobuf',
  write: (type, plain) => Buffer.from(type.encode(type.fromObject(plain)).finish()),
  read: (type, bytes) => {
    const reader = protobuf.Reader.create(bytes);
    // protobufjs puts U+FFFD for broken text; Protobuf says that such a message does not parse.
    reader.string = strictText;
    return shown(type, type.decode(reader));
  },
};
