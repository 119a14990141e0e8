import { runService } from '@parley/service';
import { config } from './config';
import { mailSmtp } from './mail.smtp';

/** The mailboxes: SMTP in, a maildir on disk. */
runService({
  service: 'mailhost',
  config,
  compose: async ({ config: { PARLEY_SMTP_PORT, PARLEY_MAIL }, log }) => ({
    in: [mailSmtp(PARLEY_SMTP_PORT, PARLEY_MAIL, (port) => log.info({ port }, 'SMTP'))],
  }),
});
