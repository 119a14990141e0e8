import { message as sections, type Message } from 'rhea';
import { Fatal } from '@parley/faults';

/** A message of AMQP 1.0 as a sender and a receiver see it: its properties, application properties and one body. */
export interface Amqp1Message {
  id?: string;
  subject?: string;
  contentType?: string;
  /** Application properties; numbers and booleans of other senders come as text. */
  properties: Record<string, string>;
  body: Buffer;
}

interface Section {
  typecode: number;
  content: unknown;
  multiple?: boolean;
}

const dataSection = 0x75;

const isSection = (body: unknown): body is Section => typeof body === 'object' && body !== null && 'typecode' in body;

/** The bytes of a body: of one or several data sections, or of a value that is text or binary. Throws Fatal `undecodable`. */
export const bytesOf = (body: unknown): Buffer => {
  if (isSection(body) && body.typecode === dataSection)
    return body.multiple ? Buffer.concat(body.content as Buffer[]) : (body.content as Buffer);
  if (Buffer.isBuffer(body)) return body;
  if (typeof body === 'string') return Buffer.from(body);
  throw new Fatal('the body is neither bytes nor text', { reason: 'undecodable' });
};

const textOf = (value: unknown): string | undefined => {
  if (value === undefined || value === null) return undefined;
  if (value instanceof Date) return value.toISOString();
  return Buffer.isBuffer(value) ? value.toString() : String(value);
};

const texts = (values: Record<string, unknown> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const text = textOf(value);
      return text === undefined || typeof value === 'object' ? [] : [[name, text]];
    }),
  );

/** Makes a received message of what the library gives. Throws Fatal `undecodable`. */
export const received = (message: Message): Amqp1Message => ({
  id: textOf(message.message_id),
  subject: textOf(message.subject),
  contentType: textOf(message.content_type),
  properties: texts(message.application_properties as Record<string, unknown> | undefined),
  body: bytesOf(message.body),
});

const printable = /^[\x20-\x7e]*$/;

/**
 * The library's form of a message. It is durable: what does not say so is lost by a broker that is started again, the
 * durable queue notwithstanding. The body is copied. Throws Fatal `header` where the protocol cannot carry it.
 */
export const outgoing = ({ id, subject, contentType, properties, body }: Amqp1Message): Message => {
  // A symbol is ASCII, and the library would cut other characters to it.
  if (contentType !== undefined && !printable.test(contentType))
    throw new Fatal('a content type is ASCII', { reason: 'header' });
  return {
    durable: true,
    ...(id !== undefined && { message_id: id }),
    ...(subject !== undefined && { subject }),
    ...(contentType !== undefined && { content_type: contentType }),
    application_properties: { ...properties },
    body: sections.data_section(Buffer.from(body)),
  };
};
