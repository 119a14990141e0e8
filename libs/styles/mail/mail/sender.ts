import { Fatal } from '@parley/faults';
import { openMailer } from '@parley/middleware/smtp';
import type { OpenSender } from '@parley/roles';
import { mailOf } from './form';
import { recipient, serverAt } from './places';
import { maxBytes } from './style';

/** Hands each message to the sender's own server, as a mail: from its 250 on it is the server's. */
export const openSender: OpenSender = async ({ connect, deadlineMs }) => {
  const mailer = openMailer({ url: serverAt('sender-server', connect).url, silenceMs: 2 * deadlineMs });
  await mailer.ready();
  let closing: Promise<void> | undefined;
  return {
    addresses: [],
    notify: async (message) => {
      const { length } = message.body;
      if (length > maxBytes)
        throw new Fatal(`a body of ${length} B, ${maxBytes} B is the most`, { reason: 'too-large' });
      await mailer.send(mailOf(message, recipient), deadlineMs);
    },
    close: () => (closing ??= mailer.close()),
  };
};
