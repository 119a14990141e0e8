import { mkdir } from 'node:fs/promises';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { v7 as uuid } from 'uuid';
import { span } from '@parley/tracing';
import { bareId, channel, record } from './evidence';
import { deliver } from './maildir';

export interface MailHost {
  port: number;
  close(): Promise<void>;
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

const refusal = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

/**
 * A mail host for tests and demonstrations: takes any mail for anyone, says 250 only when it is on disk under
 * `maildir`/new. Port 0: a free one. `onStored` is called between the two. `close` ends once the connections have.
 */
export const serveMail = async ({
  port,
  maildir,
  host = '127.0.0.1',
  onStored = () => undefined,
}: {
  port: number;
  maildir: string;
  host?: string;
  onStored?: () => void;
}): Promise<MailHost> => {
  for (const folder of ['tmp', 'new', 'cur']) await mkdir(`${maildir}/${folder}`, { recursive: true });

  const keep = (mail: Buffer) => {
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
        await deliver(maildir, mail);
        record('stored', id);
        onStored();
        record('processed', id);
      },
    );
  };

  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: maxBytes,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 1000,
    onData: (stream, _session, answer) => {
      read(stream)
        .then((mail) => {
          if (stream.sizeExceeded) throw refusal(552, `mail larger than ${maxBytes} bytes`);
          return keep(mail);
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
