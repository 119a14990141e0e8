import { codecs } from './codecs';
import { refused } from './refused.fixture';

const event = 'parley.orders.v1.OrderEvent';
const letter = 'parley.control.v1.DeadLetter';

describe('MessagePack', () => {
  const pack = codecs['application/msgpack'];
  const hexed = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
  const name = (field: string) => (0xa0 + field.length).toString(16) + Buffer.from(field).toString('hex');

  it('writes numbers, bytes and text in its own types', () => {
    expect(pack.encode(event, { gross: 5n }).toString('hex')).toBe(`81${name('gross')}05`);
    expect(pack.encode(event, { gross: 2n ** 53n + 1n }).toString('hex')).toBe(`81${name('gross')}cf0020000000000001`);
    expect(pack.encode(event, { gross: -(2n ** 63n) }).toString('hex')).toBe(`81${name('gross')}d38000000000000000`);
    expect(pack.encode(letter, { body: Buffer.from([1, 2]) }).toString('hex')).toBe(`81${name('body')}c4020102`);
  });

  it('reads every way to write a number, and ignores what a newer sender added', () => {
    const body = hexed(`82 ${name('gross')} cf 0000000000000005 ${name('added')} 92 c0 c7 01 05 ff`);
    expect(pack.decode(event, body)).toMatchObject({ gross: '5' });
    expect(pack.decode(event, hexed(`81 ${name('version')} cf 0000000000000005`))).toMatchObject({ version: 5 });
    expect(pack.decode(event, hexed(`81 ${name('gross')} cb 4014000000000000`))).toMatchObject({ gross: '5' });
  });

  it.each([
    ['nothing', ''],
    ['a number', '05'],
    ['a list', '90'],
    ['text for a number', `81 ${name('gross')} a135`],
    ['text for bytes', `81 ${name('body')} a141`],
    ['bytes for text', `81 ${name('eventId')} c40141`],
    ['a fraction for an int64', `81 ${name('gross')} cb 3ff8000000000000`],
    ['an int64 that is too great', `81 ${name('gross')} cf ffffffffffffffff`],
    ['something behind the end', '80 00'],
    ['an end that is missing', `81 ${name('gross')}`],
    ['text that is not UTF-8', `81 ${name('eventId')} a2c328`],
    ['long text that is not UTF-8', `81 ${name('eventId')} d902c328`],
    ['a name that is not UTF-8', '81 a1ff 01'],
    ['a list of 2^32', `81 ${name('lines')} dd ffffffff`],
    ['a map of 2^32', 'df ffffffff'],
  ])('%s is undecodable', (_what, text) => {
    refused('application/msgpack', hexed(text), text.includes(name('body')) ? letter : event);
  });
});
