/**
 * SMTP and maildirs: a pooled sender that knows what may be sent again, a host that keeps what it accepted, the out queue
 * of a server that passes mail on, and a reader of mailboxes.
 */
export { openMailer } from './mailer';
export type { Mail, Mailer, PostedMail } from './mailer';
export { refusal, serveMail } from './mail-host';
export type { MailHost, MailHostPlan } from './mail-host';
export { deliver, makeMaildir } from './maildir';
export { openMailbox } from './mailbox';
export type { Mailbox, MailboxPlan } from './mailbox';
export { parseMail } from './parse';
export type { ReadMail } from './parse';
export { openRelay } from './relay';
export type { Relay, RelayPlan } from './relay';
