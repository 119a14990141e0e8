import type { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { inject, span } from '@parley/tracing';
import { bareId, channel, record } from './evidence';

export interface Mail {
  from: string;
  to: string;
  subject: string;
  text: string;
  /** With or without angle brackets; the receiver can tell a second copy by it. */
  messageId: string;
  headers?: Record<string, string>;
}

export interface Mailer {
  /** Resolves when the server has taken responsibility (250 after the mail's last line). */
  send(mail: Mail): Promise<void>;
  close(): void;
}

interface SmtpError extends Error {
  responseCode?: number;
  code?: string;
}

/** What a failed send means; `begun`: the server had asked for the mail's text, so it may have accepted it. */
const typed = (error: SmtpError, mail: Mail, begun: boolean): Error => {
  const context = {
    cause: error,
    detail: { messageId: mail.messageId, code: error.code ?? '', response: `${error.responseCode ?? ''}` },
  };
  const code = error.responseCode ?? 0;
  if (code >= 500) return new Fatal(`mail refused: ${error.message}`, { reason: `smtp-${code}`, ...context });
  if (code >= 400) return new Retryable(`mail put off: ${error.message}`, context);
  if (begun) return new OutcomeUnknown(`mail cut off before the answer: ${error.message}`, context);
  if (error.code === 'EENVELOPE' || error.code === 'EMESSAGE') {
    return new Fatal(`mail can't be sent: ${error.message}`, { reason: 'bad-mail', ...context });
  }
  return new Retryable(`no mail server: ${error.message}`, context);
};

/**
 * A sender with a pool of connections to `url` (smtp://host:port), opened as needed. Throws Fatal for a 5xx answer,
 * Retryable for 4xx and for a server that can't be reached, OutcomeUnknown when the connection is cut between the
 * mail's text and its 250: then a second send may make a second mail, with the same Message-ID.
 */
export const openMailer = ({ url, connections = 4 }: { url: string; connections?: number }): Mailer => {
  const { hostname, port } = new URL(url);
  const transport = createTransport({
    pool: true,
    host: hostname,
    port: Number(port || 25),
    maxConnections: connections,
    maxMessages: 1000,
    // What to send again is decided by the caller, who knows whether it may.
    maxRequeues: 0,
    secure: false,
    ignoreTLS: true,
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: 3000,
    greetingTimeout: 3000,
    socketTimeout: 10_000,
  });
  const texts = new WeakMap<object, Readable>();
  transport.use('stream', ({ data, message }, done) => {
    const create = message.createReadStream.bind(message);
    message.createReadStream = (options) => {
      const text = create(options);
      texts.set(data.headers as object, text);
      return text;
    };
    done();
  });

  const send = (mail: Mail): Promise<void> => {
    const id = bareId(mail.messageId);
    const attributes = { 'messaging.system': 'smtp', 'messaging.operation.name': 'send', 'messaging.message.id': id };
    record('submitted', id);
    return span(
      { name: `send ${channel}`, kind: 'producer', style: 'smtp', channel, peer: url, attributes },
      async () => {
        const headers = { ...mail.headers, ...inject() };
        try {
          await transport.sendMail({ ...mail, messageId: `<${id}>`, headers });
        } catch (error) {
          // The text is first read when the server has answered DATA with 354.
          throw typed(error as SmtpError, mail, texts.get(headers)?.readableDidRead ?? false);
        }
        record('accepted', id);
        record('returned', id);
      },
    );
  };
  return { send, close: () => transport.close() };
};
