import protobuf from 'protobufjs';
import { avroFingerprint, bareAvro, rememberAvroWriter } from './avro-format';
import { avroSchema } from './avro-schema';
import { codecs, formats } from './codecs';
import { refused } from './refused.fixture';
import { messageType } from './root';

const event = 'parley.orders.v1.OrderEvent';
const letter = 'parley.control.v1.DeadLetter';

describe('Avro', () => {
  const type = messageType(event);
  const head = codecs['application/avro'].encode(event, {}).subarray(0, 10);
  const value = bareAvro.write(type, { eventId: 'e1' });

  it('tells schemas apart as the specification does', () => {
    expect(avroFingerprint('"null"')).toBe(7195948357588979594n);
    expect(avroFingerprint('"int"')).toBe(8247732601305521295n);
  });

  it('derives a schema with a default for every field', () => {
    const { root } = protobuf.parse(
      `syntax = "proto3"; package p; enum E { NO = 0; YES = 1; } message M { string a = 1; uint32 b = 2; uint64 c = 3;
       repeated M d = 4; map<string, int64> e = 5; optional bool f = 6; E g = 7; M h = 8; E i = 9; double j = 10; }`,
    );
    const kind = { type: 'enum', name: 'p.E', symbols: ['NO', 'YES'], default: 'NO' };
    expect(avroSchema(root.resolveAll().lookupType('p.M'))).toEqual({
      type: 'record',
      name: 'p.M',
      fields: [
        { name: 'a', type: 'string', default: '' },
        { name: 'b', type: 'long', default: 0 },
        { name: 'c', type: { type: 'string', logicalType: 'uint64' }, default: '0' },
        { name: 'd', type: { type: 'array', items: 'p.M' }, default: [] },
        { name: 'e', type: { type: 'map', values: 'long' }, default: {} },
        { name: 'f', type: ['null', 'boolean'], default: null },
        { name: 'g', type: kind, default: 'NO' },
        { name: 'h', type: ['null', 'p.M'], default: null },
        { name: 'i', type: 'p.E', default: 'NO' },
        { name: 'j', type: 'double', default: 0 },
      ],
    });
  });

  it('begins with a mark and the fingerprint of the schema', () => {
    expect(head.subarray(0, 2).toString('hex')).toBe('c301');
    expect(codecs['application/avro'].decode(event, Buffer.concat([head, value]))).toMatchObject({ eventId: 'e1' });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a value without its head', value],
    ['a head without a value', head],
    ['the head of another type', codecs['application/avro'].encode(letter, {})],
    ['something behind the end', Buffer.concat([head, value, Buffer.from([0])])],
    ['an end that is missing', Buffer.concat([head, value.subarray(0, -1)])],
    ['text that is not UTF-8', Buffer.concat([head, Buffer.from([4, 0xc3, 0x28]), value.subarray(3)])],
    ['a text of less than nothing', Buffer.concat([head, Buffer.from([1]), value.subarray(3)])],
  ])('%s is undecodable', (_what, bytes) => refused('application/avro', bytes));

  it('a list that announces more than there are bytes is refused before memory is taken', () => {
    const sums = 'parley.orders.v1.PlaceRequest';
    const empty = codecs['application/avro'].encode(sums, {});
    // The last byte is the end of the empty list of lines; instead: 2^49 elements.
    const bomb = Buffer.concat([empty.subarray(0, -1), Buffer.from('80808080808080 01'.replace(' ', ''), 'hex')]);
    const started = process.memoryUsage().heapUsed;
    refused('application/avro', bomb, sums);
    expect(process.memoryUsage().heapUsed - started).toBeLessThan(50e6);
  });

  it('another version is read once its schema is known, and refused before', () => {
    const version = (fields: string) =>
      protobuf.parse(`syntax = "proto3"; package v; message T { ${fields} }`).root.resolveAll().lookupType('v.T');
    const [old, young] = [
      version('string id = 1; int32 n = 2;'),
      version('int64 n = 2; string added = 3; string id = 1;'),
    ];
    const body = formats['application/avro'].write(old, { id: 'o1', n: 5 });
    expect(() => formats['application/avro'].read(young, body)).toThrow(/schema that is known/);
    rememberAvroWriter(old);
    expect(formats['application/avro'].read(young, body)).toEqual({ id: 'o1', n: '5', added: '' });
  });
});
