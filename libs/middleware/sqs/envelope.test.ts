import type { Message } from '@parley/marshalling';
import { contentOf, maxBytes, messageOf, sizeOf } from './index';

const message = (more: Partial<Message> = {}): Message => ({
  id: 'a-1',
  sender: 'a',
  seq: 1,
  type: 'Żółć',
  contentType: 'text/plain',
  headers: { empty: '', other: '北京 \u{1f4e6}', control: '\u0000\u0007' },
  body: Buffer.from('olá'),
  ...more,
});

describe('a message in an SQS message', () => {
  it.each([
    ['text', Buffer.from('olá')],
    ['nothing', Buffer.alloc(0)],
    ['every byte', Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))],
    ['text that XML cannot carry', Buffer.from('a\u0000b\uffff')],
    ['text with a byte order mark', Buffer.from('\ufeffa')],
  ])('comes back: %s', (_, body) => expect(messageOf(contentOf(message({ body })))).toEqual(message({ body })));

  it('has nothing in it that SQS refuses: no control characters, no empty body, no empty attribute', () => {
    const { body, attributes } = contentOf(message({ body: Buffer.alloc(0) }));
    expect(body).not.toBe('');
    for (const { StringValue } of Object.values(attributes)) expect(StringValue).toMatch(/^[\x20-\x7e]+$/);
  });

  it('has 256 KiB at most, its attributes counted', () => {
    const empty = contentOf(message({ body: Buffer.from('x') }));
    const room = maxBytes - sizeOf(empty.body, empty.attributes) + 1;
    expect(contentOf(message({ body: Buffer.alloc(room, 'x') })).body).toHaveLength(room);
    expect(() => contentOf(message({ body: Buffer.alloc(room + 1, 'x') }))).toThrow(
      expect.objectContaining({ reason: 'too-large' }),
    );
  });

  it.each([
    ['no head', {}],
    ['a head that is no JSON', { head: { DataType: 'String', StringValue: '{' } }],
    [
      'a coding that nobody knows',
      { ...contentOf(message()).attributes, coding: { DataType: 'String', StringValue: 'x' } },
    ],
  ])('is undecodable with %s', (_, attributes) => {
    expect(() => messageOf({ body: 'x', attributes })).toThrow(expect.objectContaining({ reason: 'undecodable' }));
  });
});
