import { Fatal } from '@parley/faults';
import type { Message } from '@parley/marshalling';

/** Bytes of the largest body that these styles take: what is larger belongs in a file, and its name in the message. */
export const maxBytes = 4 * 1024 * 1024;

/** The same message, unless its body is too large. Throws Fatal `too-large`. */
export const fitting = (message: Message, most = maxBytes): Message => {
  const { length } = message.body;
  if (length <= most) return message;
  throw new Fatal(`a body of ${length} B, ${most} B is the most`, { reason: 'too-large' });
};
