import { checked, type Format } from './format';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The proto3 JSON mapping: fields by name, int64 as decimal digits, bytes in base64. */
export const jsonFormat: Format = {
  contentType: 'application/json',
  write: (_type, plain) => Buffer.from(JSON.stringify(plain)),
  read: (type, bytes) => checked(type, JSON.parse(utf8.decode(bytes)), 'json'),
};
