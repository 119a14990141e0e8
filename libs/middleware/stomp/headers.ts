import { FrameImpl } from '@stomp/stompjs';
import { Fatal } from '@parley/faults';

const escapes: Record<string, string> = { '\\': '\\\\', '\r': '\\r', '\n': '\\n', ':': '\\c' };
const escaped = Object.fromEntries(Object.entries(escapes).map(([plain, written]) => [written, plain]));

const escape = (text: string): string => text.replace(/[\\\r\n:]/g, (one) => escapes[one]!);
const unescape = (text: string): string => text.replace(/\\[\\rnc]/g, (two) => escaped[two]!);

// The library undoes the escapes one kind after the other: of a backslash before an n it makes a line feed.
(FrameImpl as unknown as { hdrValueUnEscape(text: string): string }).hdrValueUnEscape = unescape;

/** Headers that mean something to the protocol or to RabbitMQ: none of them can be the application's. */
const reserved = new Set(
  (
    'destination receipt receipt-id subscription message-id ack id transaction content-length content-type redelivered ' +
    'persistent requeue selector durable auto-delete exclusive prefetch-count host login passcode version server session ' +
    'heart-beat accept-version type amqp-message-id correlation-id reply-to expiration expires priority timestamp user-id ' +
    'app-id content-encoding'
  ).split(' '),
);

/**
 * The application's headers as the frame has them; names are escaped here, as the library does not. Throws Fatal `header`
 * for what would not arrive as it is: a name of the protocol's own, spaces at an end (the library cuts them off).
 */
export const written = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (name === '' || reserved.has(name) || /^x-/.test(name))
        throw new Fatal(`a header cannot be called ${JSON.stringify(name)}`, { reason: 'header' });
      if (name.trim() !== name || value.trim() !== value)
        throw new Fatal(`header ${name}: spaces at its ends would be lost`, { reason: 'header' });
      return [escape(name), value];
    }),
  );

/** The application's headers of a frame that came. */
export const read = (headers: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const plain = unescape(name);
      return value === undefined || reserved.has(plain) || /^x-/.test(plain) ? [] : [[plain, value]];
    }),
  );
