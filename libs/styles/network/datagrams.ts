import { Fatal } from '@parley/faults';
import { encodeMessage, type Message } from '@parley/marshalling';

/** The most bytes of a body: with its head the message fits into one datagram of 65,507. */
export const maxBytes = 60_000;

/** The message as one datagram. Throws Fatal `too-large`: nothing here cuts a message into several. */
export const datagramOf = (message: Message): Buffer => {
  const { length } = message.body;
  if (length <= maxBytes) return encodeMessage(message);
  throw new Fatal(`a body of ${length} bytes: ${maxBytes} are the most in one datagram`, { reason: 'too-large' });
};
