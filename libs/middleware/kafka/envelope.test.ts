import fc from 'fast-check';
import type { Message } from '@parley/marshalling';
import { messageOf, sendingOf } from './envelope';

const message = (more: Partial<Message> = {}): Message => ({
  id: 'a-1',
  sender: 'a',
  seq: 1,
  type: 'T',
  contentType: 'text/plain',
  headers: { traceparent: '00-1-2-01', own: 'ü' },
  body: Buffer.from([0, 255]),
  ...more,
});
const recordOf = ({ topic, key, value, headers = {} }: ReturnType<typeof sendingOf>) =>
  ({ topic, key, value, headers, partition: 0, offset: '7', timestamp: '' }) as const;

test('a message is a record, and that record is the message', () => {
  const text = fc.string({ minLength: 1 });
  const any = fc.record({
    id: text,
    sender: text,
    type: text,
    contentType: text,
    seq: fc.nat(),
    key: fc.option(text, { nil: undefined }),
  });
  fc.assert(
    fc.property(any, ({ key, ...more }) => {
      const sent = message({ ...more, ...(key !== undefined && { key }) });
      expect(messageOf(recordOf(sendingOf(sent, 't')))).toEqual(sent);
    }),
  );
});

test('the record’s key is the message’s, or else its sender, or else what is asked for', () => {
  expect(sendingOf(message({ key: 'k' }), 't').key).toBe('k');
  expect(sendingOf(message(), 't').key).toBe('a');
  expect(sendingOf(message(), 't', 'other').key).toBe('other');
  expect(messageOf(recordOf(sendingOf(message(), 't'))).key).toBeUndefined();
});

test('a header that stands for something else is refused', () => {
  expect(() => sendingOf(message({ headers: { 'ce-id': 'x' } }), 't')).toThrow(
    expect.objectContaining({ reason: 'header' }),
  );
});

test.each(['ce-id', 'ce-source', 'ce-type', 'ce-sequence', 'content-type'])(
  'a record without %s is undecodable',
  (name) => {
    const { [name]: _, ...headers } = sendingOf(message(), 't').headers!;
    const record = { ...recordOf(sendingOf(message(), 't')), headers };
    expect(() => messageOf(record)).toThrow(expect.objectContaining({ kind: 'fatal', reason: 'undecodable' }));
  },
);
