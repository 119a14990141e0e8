import type { SMTPServerDataStream } from 'smtp-server';
import { v7 as uuid } from 'uuid';
import { span } from '@parley/tracing';
import { bareId, channel, record } from './evidence';
import type { PostedMail } from './mailer';
import { deliver, makeMaildir } from './maildir';

export interface MailHost {
  port: number;
  close(): Promise<void>;
}

export interface MailHostPlan {
  port: number;
  host?: string;
  /** Its key and certificate in PEM, for `smtps:`: TLS from the first byte. Undefined: in the clear. */
  tls?: { key: Buffer; cert: Buffer };
  /** Called when a mail is kept, before its 250. */
  onStored?: () => void;
  /** The maildir of all mail, whoever it is for. */
  maildir?: string;
  /** Where it is not one maildir: keeps a mail; resolves when it is on disk. Rejected by a `refusal`, else 451. */
  keep?(mail: PostedMail): Promise<void>;
  /** Asked for each recipient before any text comes. Rejected by a `refusal`: that one is not here. */
  recipient?(address: string): Promise<void>;
}

const maxBytes = 10 * 1024 * 1024;

const header = (mail: Buffer, name: string): string | undefined => {
  const end = mail.indexOf('\r\n\r\n');
  const lines = mail
    .subarray(0, end < 0 ? mail.length : end)
    .toString('utf8')
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const line = lines.find((one) => one.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim();
};

const read = async (stream: SMTPServerDataStream): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** The answer to a command that is not carried out: 4xx for now, 5xx for good. */
export const refusal = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code });

/**
 * A mail host: says 250 only when a mail is kept, on disk. By default it takes any mail for anyone and keeps it in one
 * maildir. Port 0: a free one. `close` ends once the connections have.
 */
export const serveMail = async (plan: MailHostPlan): Promise<MailHost> => {
  const { port, host = '127.0.0.1', tls, maildir, onStored = () => undefined, recipient } = plan;
  if (maildir !== undefined) await makeMaildir(maildir);
  const store = async (mail: PostedMail): Promise<void> => {
    if (maildir !== undefined) await deliver(maildir, mail.raw);
    await plan.keep?.(mail);
  };

  const keep = (mail: Buffer, from: string, recipients: string[]) => {
    const id = bareId(header(mail, 'message-id') ?? uuid());
    const parent = { traceparent: header(mail, 'traceparent'), tracestate: header(mail, 'tracestate') };
    const attributes = {
      'messaging.system': 'smtp',
      'messaging.operation.name': 'process',
      'messaging.message.id': id,
    };
    return span(
      { name: `process ${channel}`, kind: 'consumer', style: 'smtp', channel, parent, attributes },
      async () => {
        record('received', id);
        record('delivered', id);
        for (const to of recipients) await store({ from, to, messageId: id, raw: mail });
        record('stored', id);
        onStored();
        record('processed', id);
      },
    );
  };

  // Who only reads or sends mail does not pay for loading it.
  const { SMTPServer } = await import('smtp-server');
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    ...(tls && { secure: true, ...tls }),
    size: maxBytes,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 1000,
    onRcptTo: ({ address }, _session, answer) => {
      if (!recipient) return answer();
      recipient(address).then(
        () => answer(),
        (error: Error) => answer('responseCode' in error ? error : refusal(451, `4.3.0 ${error.message}`)),
      );
    },
    onData: (stream, { envelope }, answer) => {
      const from = envelope.mailFrom ? envelope.mailFrom.address : '';
      const recipients = maildir === undefined ? envelope.rcptTo.map(({ address }) => address) : [''];
      read(stream)
        .then((mail) => {
          if (stream.sizeExceeded) throw refusal(552, `mail larger than ${maxBytes} bytes`);
          return keep(mail, from, recipients);
        })
        .then(
          () => answer(null),
          (error: Error) => answer('responseCode' in error ? error : refusal(451, `not stored: ${error.message}`)),
        );
    },
  });
  // A client that cuts its connection is its own trouble: without a listener it would end this process.
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
