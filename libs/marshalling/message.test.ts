import fc from 'fast-check';
import { decodeMessage, decodeParts, encodeHead, encodeMessage, type Message } from './message';

const text = fc.string({ unit: 'binary' });
const messages: fc.Arbitrary<Message> = fc.record(
  {
    id: text,
    sender: text,
    seq: fc.maxSafeInteger(),
    key: text,
    type: text,
    contentType: text,
    headers: fc.dictionary(
      fc.string().filter((name) => name !== '__proto__'),
      text,
    ),
    body: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  },
  { requiredKeys: ['id', 'sender', 'seq', 'type', 'contentType', 'headers', 'body'] },
);

const message: Message = {
  id: 'm1',
  sender: 's',
  seq: 1,
  key: 'k',
  type: 'bytes',
  contentType: 'application/octet-stream',
  headers: { traceparent: '00-a-b-01', name: 'Zoë' },
  body: Buffer.from([0, 1, 255]),
};

const undecodable = expect.objectContaining({ kind: 'fatal', reason: 'undecodable' });
const thrown = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

it('what is encoded comes back, in one run of bytes and in two parts', () => {
  fc.assert(
    fc.property(messages, (given) => {
      expect(decodeMessage(encodeMessage(given))).toEqual(given);
      expect(decodeParts(encodeHead(given), given.body)).toEqual(given);
    }),
    { seed: 4, numRuns: 300 },
  );
});

it('is a mark, the length of the head in 32 bits, the head, the body', () => {
  const bytes = encodeMessage(message);
  const head = encodeHead(message);
  expect(bytes.subarray(0, 4).toString()).toBe('PY1\n');
  expect(bytes.readUInt32BE(4)).toBe(head.length);
  expect(bytes.subarray(8, 8 + head.length).equals(head)).toBe(true);
  expect(bytes.subarray(8 + head.length).equals(message.body)).toBe(true);
  expect(JSON.parse(head.toString())).not.toHaveProperty('body');
});

it('encoding copies: the bytes stay when the sender’s buffer changes', () => {
  const body = Buffer.from('before');
  const bytes = encodeMessage({ ...message, body });
  body.fill(0);
  expect(decodeMessage(bytes).body.toString()).toBe('before');
});

it('decoding reads a part of a greater buffer as it stands there', () => {
  const bytes = encodeMessage(message);
  const inside = Buffer.concat([Buffer.from('xx'), bytes, Buffer.from('yy')]);
  expect(decodeMessage(new Uint8Array(inside.buffer, inside.byteOffset + 2, bytes.length))).toEqual(message);
});

it('every message that is cut short before its body is undecodable, and any mutant decodes or is undecodable', () => {
  const bytes = encodeMessage(message);
  const bodyAt = bytes.length - message.body.length;
  for (let length = 0; length < bodyAt; length += 1)
    expect(thrown(() => decodeMessage(bytes.subarray(0, length)))).toEqual(undecodable);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const mutant = Buffer.from(bytes);
      mutant[at]! ^= change;
      let found: Message | undefined;
      try {
        found = decodeMessage(mutant);
      } catch (error) {
        expect(error).toEqual(undecodable);
      }
      // In the mark and in the length no change may pass.
      if (at < 8) expect(found).toBeUndefined();
    }),
    { seed: 4, numRuns: 2000 },
  );
});

it('any bytes either decode or are undecodable', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(thrown(() => decodeMessage(Buffer.concat([Buffer.from('PY1\n'), bytes])))).toEqual(undecodable);
      expect(thrown(() => decodeMessage(bytes))).toEqual(undecodable);
    }),
    { seed: 4, numRuns: 500 },
  );
});

it.each([
  ['no id', { id: undefined }],
  ['a number for an id', { id: 5 }],
  ['no sender', { sender: undefined }],
  ['no type', { type: null }],
  ['no content type', { contentType: undefined }],
  ['no number', { seq: undefined }],
  ['a fraction for a number', { seq: 1.5 }],
  ['a number beyond 2^53', { seq: 2 ** 60 }],
  ['a number as text', { seq: '1' }],
  ['a number for a key', { key: 5 }],
  ['no headers', { headers: undefined }],
  ['headers in a list', { headers: [] }],
  ['a header that is a number', { headers: { a: 1 } }],
])('a head with %s is undecodable', (_what, change) => {
  const head = Buffer.from(JSON.stringify({ ...message, body: undefined, ...change }));
  expect(thrown(() => decodeParts(head, message.body))).toEqual(undecodable);
});

it.each([
  ['no JSON', Buffer.from('{')],
  ['null', Buffer.from('null')],
  ['text', Buffer.from('"m1"')],
  ['no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
])('a head that is %s is undecodable', (_what, head) => {
  expect(thrown(() => decodeParts(head, message.body))).toEqual(undecodable);
});

it('what else a head holds is left out', () => {
  const head = Buffer.from(JSON.stringify({ ...message, body: 'x', extra: 1 }));
  expect(decodeParts(head, message.body)).toEqual(message);
});
