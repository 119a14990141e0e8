import { note } from '@parley/evidence';
import { Fatal, kindOf } from '@parley/faults';
import { openMailbox } from '@parley/middleware/smtp';
import type { OpenReceiver } from '@parley/roles';
import { messageOf } from './form';
import { mailboxOf, recipient, serverAt, userOf } from './places';
import { style } from './style';

const asFatal = (error: unknown): Fatal =>
  error instanceof Fatal ? error : new Fatal('the application failed', { reason: 'application', cause: error });

/** Reads the recipient's mailbox: what lies there already, and what comes. A mail that was read before is no message. */
export const openReceiver: OpenReceiver = async ({ connect, deadlineMs }, application) => {
  const { folder } = serverAt('recipient-server', connect);
  const mailbox = await openMailbox({
    folder: mailboxOf(folder, userOf(recipient)),
    take: async (mail) => {
      try {
        await application.notify(messageOf(mail));
      } catch (error) {
        // What may be tried again stays in the mailbox.
        if (kindOf(error) === 'retryable') throw error;
        application.refused(asFatal(error));
        throw asFatal(error);
      }
    },
    second: (messageId) =>
      note({
        event: 'dropped',
        msg: { id: messageId },
        style: style.id,
        hop: style.id,
        channel: style.id,
        note: 'second copy',
      }),
  });
  return { addresses: [], close: () => mailbox.close(deadlineMs) };
};
