import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { Fatal } from '@parley/faults';
import { decodeParts, encodeHead, type Message } from '@parley/marshalling';
import { maxBytes, sizeOf } from './size';

/** A message as SQS has it: text, and up to ten attributes. */
export interface SqsContent {
  body: string;
  attributes: Record<string, MessageAttributeValue>;
}

/** What SQS lets pass: the characters of XML 1.0, and never nothing. */
const text = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]+$/u;

/** The same JSON without a character that SQS might not let pass. */
const inAscii = (json: string): string =>
  json.replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The body as it is, where SQS can carry it; else in base64, whose padding alone stands for no bytes at all. */
const bodyOf = (body: Buffer): { body: string; coding: 'text' | 'base64' } => {
  try {
    const decoded = utf8.decode(body);
    if (text.test(decoded)) return { body: decoded, coding: 'text' };
  } catch {
    // Not UTF-8.
  }
  return { body: body.toString('base64') || '=', coding: 'base64' };
};

/**
 * A message in what SQS has: a body of text; `head`, an attribute with everything else as JSON, since there may be ten
 * attributes at most, none of them empty; and `coding`, what the text is. Throws Fatal `too-large` above 256 KiB as Amazon
 * counts them.
 */
export function contentOf(message: Message): SqsContent {
  const { body, coding } = bodyOf(message.body);
  const attributes = {
    head: { DataType: 'String', StringValue: inAscii(encodeHead(message).toString()) },
    coding: { DataType: 'String', StringValue: coding },
  };
  const bytes = sizeOf(body, attributes);
  if (bytes > maxBytes)
    throw new Fatal(`${bytes} B with its attributes, ${maxBytes} B is the most`, { reason: 'too-large' });
  return { body, attributes };
}

/** The reverse of `contentOf`; without `coding` the body is text. Throws Fatal `undecodable`. */
export function messageOf({ body, attributes: { head, coding } }: SqsContent): Message {
  if (!head?.StringValue) throw new Fatal('it has no attribute head', { reason: 'undecodable' });
  const is = coding?.StringValue ?? 'text';
  if (is !== 'text' && is !== 'base64')
    throw new Fatal(`its coding is ${JSON.stringify(is)}`, { reason: 'undecodable' });
  return decodeParts(Buffer.from(head.StringValue), is === 'base64' ? Buffer.from(body, 'base64') : Buffer.from(body));
}
