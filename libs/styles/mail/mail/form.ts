import { Fatal } from '@parley/faults';
import { decodeParts, encodeHead, type Message } from '@parley/marshalling';
import type { Mail, ReadMail } from '@parley/middleware/smtp';
import { senderAddress } from './places';

const [head, body] = ['head.json', 'body'];

/**
 * A message as a mail: a line of text for people, and two attachments: `head.json`, which says everything about the
 * message, and `body`, its bytes. The Message-ID is the message's id, so that a second copy has the same.
 */
export const mailOf = (message: Message, to: string): Mail => ({
  from: senderAddress(message.sender),
  to,
  subject: message.type,
  text: `${message.type}, number ${message.seq} of ${message.sender}: ${message.body.length} bytes are attached.\n`,
  messageId: `${encodeURIComponent(message.id)}@sender.example`,
  attachments: [
    { name: head!, contentType: 'application/json', content: encodeHead(message) },
    // Its real content type stands in the head: a carrier may write this one differently.
    { name: body!, contentType: 'application/octet-stream', content: Buffer.from(message.body) },
  ],
});

/** The reverse. Throws Fatal `undecodable` for a mail that is none of these. */
export const messageOf = ({ attachments, subject, from }: ReadMail): Message => {
  const part = (name: string) => attachments.find((one) => one.name === name)?.content;
  const [about, bytes] = [part(head!), part(body!)];
  if (!about || !bytes)
    throw new Fatal(`the mail ${JSON.stringify(subject)} of ${from} holds no message`, { reason: 'undecodable' });
  return decodeParts(about, bytes);
};
