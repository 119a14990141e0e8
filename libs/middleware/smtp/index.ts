/** SMTP: a pooled sender that knows what may be sent again, and a host that keeps what it accepted in a maildir. */
export { openMailer } from './mailer';
export type { Mail, Mailer } from './mailer';
export { serveMail } from './mail-host';
export type { MailHost } from './mail-host';
