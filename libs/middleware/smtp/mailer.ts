import type { Readable } from 'node:stream';
import { isIP } from 'node:net';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { inject, span } from '@parley/tracing';
import { authorityIn } from '../brokered';
import { bareId, channel, record } from './evidence';
import { openTurns } from './turns';

export interface Mail {
  from: string;
  to: string;
  subject: string;
  text: string;
  /** With or without angle brackets; the receiver can tell a second copy by it. */
  messageId: string;
  headers?: Record<string, string>;
  attachments?: { name: string; contentType: string; content: Buffer }[];
}

/** A mail as it lies in a queue: the envelope, and the bytes that are passed on as they are. */
export interface PostedMail {
  /** Empty: a bounce, which nobody sends back. */
  from: string;
  to: string;
  messageId: string;
  raw: Buffer;
}

export interface Mailer {
  /** Resolves when everything is loaded: from then on the first mail takes no longer than the next. */
  ready(): Promise<void>;
  /**
   * Resolves when the server has taken responsibility (250 after the mail's last line). With `deadlineMs` it settles by
   * then: Retryable where its turn did not come, OutcomeUnknown where it was being sent.
   */
  send(mail: Mail, deadlineMs?: number): Promise<void>;
  /** The same of a mail that is written already. */
  post(mail: PostedMail): Promise<void>;
  /** Sends nothing more and lets go of the connections; resolves when all that was begun has come back. */
  close(): Promise<void>;
}

interface SmtpError extends Error {
  responseCode?: number;
  code?: string;
}

// The library puts a code of its own in the place of the one that says what is wrong with a certificate.
const untrusted =
  /self-signed certificate|unable to (verify|get (local )?issuer)|certificate's altnames|certificate has expired|certificate is not yet valid/i;

/** What a failed send means; `begun`: the server had asked for the mail's text, so it may have accepted it. */
const typed = (error: SmtpError, messageId: string, begun: boolean): Error => {
  const context = {
    cause: error,
    detail: { messageId, code: error.code ?? '', response: `${error.responseCode ?? ''}` },
  };
  const code = error.responseCode ?? 0;
  if (code >= 500) return new Fatal(`mail refused: ${error.message}`, { reason: `smtp-${code}`, ...context });
  if (code >= 400) return new Retryable(`mail put off: ${error.message}`, context);
  if (untrusted.test(error.message))
    return new Fatal(`the mail server's certificate is not trusted: ${error.message}`, {
      reason: 'untrusted',
      ...context,
    });
  if (begun) return new OutcomeUnknown(`mail cut off before the answer: ${error.message}`, context);
  if (error.code === 'EENVELOPE' || error.code === 'EMESSAGE') {
    return new Fatal(`mail can't be sent: ${error.message}`, { reason: 'bad-mail', ...context });
  }
  return new Retryable(`no mail server: ${error.message}`, context);
};

export interface MailerPlan {
  /** `smtp://host:port`; over TLS from the first byte `smtps://host:port?ca=FILE`, with the authority that is trusted. */
  url: string;
  connections?: number;
  /** How long the server may say nothing before its connection is given up, in ms. */
  silenceMs?: number;
}

/**
 * A sender with a pool of connections, opened as needed. Throws Fatal `address` for another scheme. A mail is rejected Fatal
 * for a 5xx answer and for a certificate that is not trusted (`untrusted`), Retryable for 4xx and for a server
 * that can't be reached, OutcomeUnknown when the connection is cut between the mail's text and its 250: then a second
 * send may make a second mail, with the same Message-ID.
 */
export const openMailer = ({ url, connections = 4, silenceMs = 10_000 }: MailerPlan): Mailer => {
  const address = new URL(url);
  const { protocol, hostname, port } = address;
  if (protocol !== 'smtp:' && protocol !== 'smtps:')
    throw new Fatal(`${protocol}// is not spoken here, only smtp:// and smtps://`, { reason: 'address' });
  const isSecured = protocol === 'smtps:';
  const ca = authorityIn(address);
  const texts = new WeakMap<object, Readable>();
  const openTransport = async () => {
    // Loaded here, so that who only reads mail does not pay for it.
    const { createTransport } = await import('nodemailer');
    const opened = createTransport({
      pool: true,
      host: hostname,
      port: Number(port || (isSecured ? 465 : 25)),
      maxConnections: connections,
      maxMessages: 1000,
      // What to send again is decided by the caller, who knows whether it may.
      maxRequeues: 0,
      secure: isSecured,
      ignoreTLS: !isSecured,
      ...(isSecured && { tls: { ca, ...(isIP(hostname) ? {} : { servername: hostname }) } }),
      disableFileAccess: true,
      disableUrlAccess: true,
      connectionTimeout: Math.min(3000, silenceMs),
      greetingTimeout: Math.min(3000, silenceMs),
      socketTimeout: silenceMs,
    });
    opened.use('stream', ({ data, message }, done) => {
      const create = message.createReadStream.bind(message);
      message.createReadStream = (options) => {
        const text = create(options);
        texts.set(data.headers as object, text);
        return text;
      };
      done();
    });
    return opened;
  };
  const transport = openTransport();
  transport.catch(() => undefined);
  // Who waits for a connection waits here and not in the pool, which lets nobody go any more.
  const turns = openTurns(connections);
  const peer = url;

  const once = (messageId: string, of: object, deadlineMs?: number): Promise<void> => {
    const id = bareId(messageId);
    const attributes = { 'messaging.system': 'smtp', 'messaging.operation.name': 'send', 'messaging.message.id': id };
    record('submitted', id);
    return span({ name: `send ${channel}`, kind: 'producer', style: 'smtp', channel, peer, attributes }, async () => {
      const headers = { ...('headers' in of ? (of.headers as Record<string, string>) : {}), ...inject() };
      await turns.take(async () => {
        const opened = await transport;
        try {
          await opened.sendMail({ ...of, messageId: `<${id}>`, headers });
        } catch (error) {
          // The text is first read when the server has answered DATA with 354.
          throw typed(error as SmtpError, messageId, texts.get(headers)?.readableDidRead ?? false);
        }
      }, deadlineMs);
      record('accepted', id);
      record('returned', id);
    });
  };

  return {
    ready: async () => void (await transport),
    send: ({ attachments = [], ...mail }, deadlineMs) => {
      const parts = attachments.map(({ name, contentType, content }) => ({ filename: name, contentType, content }));
      return once(mail.messageId, { ...mail, attachments: parts }, deadlineMs);
    },
    post: ({ from, to, messageId, raw }) => once(messageId, { envelope: { from, to: [to] }, raw }),
    close: async () => {
      await turns.close();
      (await transport).close();
    },
  };
};
