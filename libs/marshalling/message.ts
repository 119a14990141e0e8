import { Fatal } from '@parley/faults';

/** A message as sender and receiver see it, whatever carries it. */
export interface Message {
  /** Unique; a retry keeps it. */
  id: string;
  sender: string;
  /** 1, 2, 3 … of one sender. */
  seq: number;
  /** What is to stay in order together, where the style knows keys. */
  key?: string;
  /** The name of the message's type, e.g. `parley.fulfilment.v1.WarehouseNotice`. */
  type: string;
  contentType: string;
  /** Text only; `traceparent` and `tracestate` are among them. */
  headers: Record<string, string>;
  body: Buffer;
}

const mark = Buffer.from('PY1\n');

const undecodable = (why: string, cause?: unknown): Fatal =>
  new Fatal(`the bytes are no message: ${why}`, { reason: 'undecodable', cause });

const isText = (value: unknown): value is string => typeof value === 'string';

const isTextRecord = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isText);

/** Everything but the body, as JSON: for a carrier that has a place for each (two ZeroMQ frames). */
export const encodeHead = ({ body: _, ...head }: Message): Buffer => Buffer.from(JSON.stringify(head));

/** The reverse of `encodeHead`. The body is not copied. Throws Fatal `undecodable`. */
export const decodeParts = (head: Uint8Array, body: Uint8Array): Message => {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(head));
  } catch (error) {
    throw undecodable('its head is no JSON', error);
  }
  const { id, sender, seq, key, type, contentType, headers } = (value ?? {}) as Record<string, unknown>;
  if (![id, sender, type, contentType].every(isText)) throw undecodable('id, sender, type or content type is missing');
  if (!Number.isSafeInteger(seq) || !isTextRecord(headers)) throw undecodable('its number or its headers are wrong');
  if (key !== undefined && !isText(key)) throw undecodable('its key is no text');
  const known = { id, sender, seq, ...(isText(key) && { key }), type, contentType, headers } as Omit<Message, 'body'>;
  return { ...known, body: Buffer.from(body.buffer, body.byteOffset, body.byteLength) };
};

/** A message as one run of bytes, for a carrier without headers: a mark, the head's length (32 bits, big-endian), the head, the body. */
export const encodeMessage = (message: Message): Buffer => {
  const head = encodeHead(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  return Buffer.concat([mark, length, head, message.body]);
};

/** The reverse of `encodeMessage`. Throws Fatal `undecodable`. */
export const decodeMessage = (bytes: Uint8Array): Message => {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!all.subarray(0, mark.length).equals(mark)) throw undecodable('it does not begin as one of ours');
  if (all.length < mark.length + 4) throw undecodable('it is cut short');
  const start = mark.length + 4;
  const end = start + all.readUInt32BE(mark.length);
  if (end > all.length) throw undecodable('it is cut short');
  return decodeParts(all.subarray(start, end), all.subarray(end));
};
