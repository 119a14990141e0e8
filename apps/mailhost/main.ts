import { runService } from '@parley/service';
import { config } from './config';
import { mailSmtp } from './mail.smtp';

/** The mailboxes: SMTP in, a maildir on disk. */
runService({
  service: 'mailhost',
  config,
  compose: async ({ config: { PARLEY_HOST: host, PARLEY_SMTP_PORT: port, PARLEY_MAIL: maildir }, log }) => ({
    in: [mailSmtp({ host, port, maildir }, (taken) => log.info({ port: taken }, 'SMTP'))],
  }),
});
