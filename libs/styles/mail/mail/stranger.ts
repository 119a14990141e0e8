import { openMailer } from '@parley/middleware/smtp';
import type { OpenStranger } from '@parley/roles';
import { recipient, serverAt } from './places';

/** Somebody who sends mails with anything in them. */
export const openStranger: OpenStranger = async ({ connect }) => {
  const mailer = openMailer({ url: serverAt('sender-server', connect).url });
  const from = 'stranger@sender.example';
  let said = 0;
  return {
    say: (raw) => mailer.post({ from, to: recipient, messageId: `stranger-${(said += 1)}`, raw }),
    close: mailer.close,
  };
};
