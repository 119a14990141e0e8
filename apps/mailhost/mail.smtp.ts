import { crashPoint } from '@parley/faults';
import { type MailHost, serveMail } from '@parley/middleware/smtp';
import type { Way } from '@parley/service';

/**
 * The way in: takes mail for anyone and answers 250 when it lies in the maildir. `onOpen` is told the port that was
 * taken.
 */
export function mailSmtp(at: { host: string; port: number; maildir: string }, onOpen: (port: number) => void): Way {
  let host: MailHost | undefined;
  return {
    channel: 'smtp mail',
    start: async () => {
      host = await serveMail({ ...at, onStored: () => crashPoint('mailhost.mail.stored') });
      onOpen(host.port);
    },
    // Takes no new connection, lets the open ones end.
    drain: async () => host?.close(),
  };
}
