import { Fatal } from '@parley/faults';
import { codecFor, codecs, messageTypeNames, type ContentType } from '@parley/marshalling';

/** What a format is made of: how a body is written, and what it is. */
export interface Formatted {
  type: string;
  contentType: string;
  body: Buffer;
}

let known: ReadonlySet<string> | undefined;

/** Whether somebody who knows our message types can read this body at all: its type is known, and its format has a codec. */
export const isReadable = ({ type, contentType }: Formatted): boolean =>
  Object.hasOwn(codecs, contentType) && (known ??= new Set(messageTypeNames())).has(type);

/** The value of a body. Throws Fatal `undecodable`, `unknown-type`, `unknown-content-type`. */
export const valueOf = ({ type, contentType, body }: Formatted): object =>
  codecFor(contentType).decode(type, body) as object;

/** The same value in another format; as it is, where it is in that one already. Throws as `valueOf` does. */
export const inFormat = <T extends Formatted>(message: T, contentType: ContentType): T => {
  if (message.contentType === contentType) return message;
  const body = codecs[contentType].encode(message.type, valueOf(message));
  return { ...message, contentType, body };
};

/** Checks the name of a format. Throws Fatal `invalid-rule`. */
export const readFormat = (value: unknown): ContentType => {
  if (typeof value === 'string' && Object.hasOwn(codecs, value)) return value as ContentType;
  throw new Fatal(`${JSON.stringify(value)} is none of ${Object.keys(codecs).join(', ')}`, { reason: 'invalid-rule' });
};
