import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { kindOf } from '@parley/faults';
import { codecFor, codecs, type ContentType, decode, encode, messageType, messageTypeNames } from './index';
import { samples } from './arbitrary.fixture';

const contentTypes = Object.keys(codecs) as ContentType[];
const event = 'parley.orders.v1.OrderEvent';

const thrown = (work: () => unknown): { reason?: string; message: string } => {
  try {
    work();
  } catch (error) {
    expect(kindOf(error)).toBe('fatal');
    return error as { reason?: string; message: string };
  }
  throw new Error('nothing was thrown');
};

const types = [...messageTypeNames('parley'), 'google.rpc.ErrorInfo', 'google.rpc.BadRequest'];

describe.each(contentTypes)('%s', (contentType) => {
  const codec = codecs[contentType];

  it.each(types)('what is encoded comes back: %s', (type) => {
    fc.assert(
      fc.property(samples(messageType(type)), ({ given, expected }) => {
        const before = structuredClone(given);
        const body = codec.encode(type, given);
        expect(codec.decode(type, body)).toEqual(expected);
        expect(given).toEqual(before);
        // Canonical: what was decoded gives the same bytes again.
        expect(codec.encode(type, codec.decode(type, body) as object).equals(body)).toBe(true);
      }),
      { seed: 9, numRuns: 25 },
    );
  });

  it('any bytes either decode or are undecodable', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          codec.decode(event, bytes);
        } catch (error) {
          expect(error).toMatchObject({ kind: 'fatal', reason: 'undecodable' });
        }
      }),
      { seed: 9, numRuns: 500 },
    );
  });

  it.each([
    ['a string for a number', { version: '1' }, 'version'],
    ['a number for a string', { orderId: 5 }, 'orderId'],
    ['a fraction', { version: 1.5 }, 'version'],
    ['a negative uint32', { version: -1 }, 'version'],
    ['a fraction of a penny', { gross: 0.5 }, 'gross'],
    ['a number beyond 2^53', { gross: 2 ** 60 }, 'gross'],
    ['pounds in text', { gross: '12.34' }, 'gross'],
    ['an int64 out of range', { gross: 2n ** 63n }, 'gross'],
    ['an object for an array', { lines: {} }, 'lines'],
    ['a hole in an array', { lines: [undefined] }, 'lines[0]'],
    ['a wrong field deep inside', { lines: [{ sku: 'A' }, { sku: null, gross: 'x' }] }, 'lines[1].gross'],
    ['a field that is not there', { order_id: 'o1' }, 'order_id'],
    ['half a character', { reference: '\ud800' }, 'reference'],
    ['an array', [], ''],
  ])('refuses %s', (_what, value, path) => {
    const error = thrown(() => codec.encode(event, value));
    expect(error.reason).toBe('unencodable');
    expect(error.message).toContain(path);
  });

  it('refuses a type that is not in proto/', () => {
    expect(thrown(() => codec.encode('parley.orders.v1.Nothing', {})).reason).toBe('unknown-type');
    expect(thrown(() => codec.decode('parley.orders.v1', Buffer.alloc(0))).reason).toBe('unknown-type');
  });

  it('the body is a buffer of its own', () => {
    const body = codec.encode('parley.control.v1.DeadLetter', { body: Buffer.from('mine') });
    const before = Buffer.from(body);
    codec.encode('parley.control.v1.DeadLetter', { body: Buffer.from('next') });
    expect(body.equals(before)).toBe(true);
  });
});

describe('Protobuf', () => {
  const proto = codecs['application/x-protobuf'];

  it('ignores a field of a newer sender', () => {
    const newer = Buffer.concat([proto.encode(event, { orderId: 'o1' }), Buffer.from([0x9a, 0x06, 1, 0x41])]);
    expect(proto.decode(event, newer)).toMatchObject({ orderId: 'o1' });
  });

  it.each([
    ['cut off', Buffer.from([0x0a, 0x05, 0x41])],
    ['text that is not UTF-8', Buffer.from([0x0a, 0x02, 0xc3, 0x28])],
    ['an order event in JSON', Buffer.from('{"orderId":"o1"}')],
  ])('%s is undecodable', (_what, bytes) => {
    expect(thrown(() => proto.decode(event, bytes)).reason).toBe('undecodable');
  });
});

describe('proto3 JSON', () => {
  const json = codecs['application/json'];
  const read = (text: string) => json.decode(event, Buffer.from(text));

  it('writes int64 as digits, leaves defaults out, names fields in camelCase', () => {
    const body = json.encode(event, { eventId: 'e1', version: 2, gross: 1299n, net: 0n, lines: [{ unitPrice: 5 }] });
    expect(body.toString()).toBe('{"eventId":"e1","version":2,"lines":[{"unitPrice":"5"}],"gross":"1299"}');
  });

  it('reads the original names, numbers as text and text as numbers, null, and what a newer sender added', () => {
    expect(read('{"order_id":"o1","version":"2","gross":5,"reason":null,"added":{"x":1}}')).toMatchObject({
      orderId: 'o1',
      version: 2,
      gross: '5',
      reason: '',
    });
  });

  it.each([
    '',
    'null',
    '[]',
    '"x"',
    '{"version":"one"}',
    '{"gross":1.5}',
    '{"gross":1e30}',
    '{"lines":{}}',
    '{"orderId":7}',
    '{"orderId":"\\ud800"}',
  ])('%s is undecodable', (text) => {
    expect(thrown(() => read(text)).reason).toBe('undecodable');
  });

  it('bytes that are not UTF-8 are undecodable', () => {
    const body = Buffer.concat([Buffer.from('{"orderId":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    expect(thrown(() => json.decode(event, body)).reason).toBe('undecodable');
  });
});

describe('content types', () => {
  it.each([
    ['application/json; charset=utf-8', 'application/json'],
    ['Application/JSON', 'application/json'],
    ['application/x-protobuf', 'application/x-protobuf'],
    ['application/protobuf', 'application/x-protobuf'],
  ])('%s is read by %s', (given, expected) => {
    expect(codecFor(given).contentType).toBe(expected);
  });

  it.each(['', 'text/plain', 'application/x-pickle', 'toString'])('%p is unknown', (contentType) => {
    expect(thrown(() => codecFor(contentType)).reason).toBe('unknown-content-type');
    expect(thrown(() => decode(event, contentType, Buffer.alloc(0))).reason).toBe('unknown-content-type');
  });

  it('the content type picks the codec: both bodies are the same message', () => {
    const bodies = contentTypes.map((contentType) => encode(event, { orderId: 'o1', gross: 12n }, contentType));
    const [first, second] = bodies.map((each) => decode(each.type, each.contentType, each.body));
    expect(first).toEqual(second);
    expect(bodies[0]?.body.equals(bodies[1]?.body ?? Buffer.alloc(0))).toBe(false);
  });
});

// Written by Google's own Python implementation (protobuf 5.29), not by ours.
describe('golden files: what is on the wire stays', () => {
  const golden = JSON.parse(readFileSync(join(__dirname, 'golden.json'), 'utf8')) as {
    type: string;
    value: object;
    protobufHex: string;
    json: string;
  }[];

  it.each(golden)('$type', ({ type, value, protobufHex, json }) => {
    expect(encode(type, value).body.toString('hex')).toBe(protobufHex);
    expect(encode(type, value, 'application/json').body.toString('utf8')).toBe(json);
    const fromHex = decode(type, 'application/x-protobuf', Buffer.from(protobufHex, 'hex'));
    expect(fromHex).toEqual(decode(type, 'application/json', Buffer.from(json)));
    expect(encode(type, fromHex as object).body.toString('hex')).toBe(protobufHex);
  });
});
