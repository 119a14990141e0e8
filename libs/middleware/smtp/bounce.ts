import { bareId } from './evidence';
import type { PostedMail } from './mailer';

/** The header of a mail, without its last line's end. */
const headerOf = (raw: Buffer): string => {
  const text = raw.toString('latin1');
  const end = /\r?\n\r?\n/.exec(text)?.index;
  return text.slice(0, end ?? text.length).replace(/\r?\n/g, '\r\n');
};

/** One line of printable ASCII: what another server has said must not add lines of its own. */
const oneLine = (text: string): string => text.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 500);

/**
 * What a mail's sender is sent when it cannot be passed on: a report in the form of RFC 3464, with the header of the mail.
 * `why`: the answer of the server that refused it, or that it was tried for too long. Its Message-ID follows from the
 * mail's, so that a second copy can be told by it; its own sender is empty, so that nobody answers it with another.
 */
export const bounceOf = (mail: PostedMail, { by, why }: { by: string; why: string }): PostedMail => {
  const status = /\b([45]\.\d{1,3}\.\d{1,3})\b/.exec(why)?.[1] ?? '5.0.0';
  const messageId = `<${bareId(mail.messageId)}.bounce>`;
  const edge = 'parts-of-a-report';
  const lines = [
    `From: Mail Delivery System <postmaster@${by}>`,
    `To: <${mail.from}>`,
    'Subject: Undelivered mail returned to its sender',
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${messageId}`,
    `In-Reply-To: <${bareId(mail.messageId)}>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${edge}"`,
    '',
    `--${edge}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    `Your mail to ${oneLine(mail.to)} was not delivered, and will not be tried again:`,
    oneLine(why),
    '',
    `--${edge}`,
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; ${by}`,
    '',
    `Final-Recipient: rfc822; ${oneLine(mail.to)}`,
    'Action: failed',
    `Status: ${status.replace(/^4/, '5')}`,
    `Diagnostic-Code: smtp; ${oneLine(why)}`,
    '',
    `--${edge}`,
    'Content-Type: text/rfc822-headers',
    '',
    headerOf(mail.raw),
    '',
    `--${edge}--`,
    '',
  ];
  return { from: '', to: mail.from, messageId, raw: Buffer.from(lines.join('\r\n'), 'latin1') };
};
