import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killChildren, startChild } from '@parley/faults/testing';
import { openMailer } from '@parley/middleware/smtp';

jest.setTimeout(60_000);
afterEach(killChildren);

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

test('dead between the disk and its 250: the sender cannot know; sent again, it is two mails of one id', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-mailhost-'));
  const port = await freePort();
  const start = async (env: Record<string, string> = {}) => {
    const own = { PARLEY_NAME: 'mailhost', PARLEY_DATA: folder, PARLEY_MAIL: folder, PARLEY_SMTP_PORT: `${port}` };
    const child = startChild(`${__dirname}/main.ts`, { env: { ...own, ...env } });
    await child.line(/^ready/);
    return child;
  };
  const mailer = openMailer({ url: `smtp://127.0.0.1:${port}` });
  const mail = {
    from: 'a@parley.example',
    to: 'b@parley.example',
    subject: 'Paid',
    text: '…',
    messageId: '<1@parley>',
  };
  const ids = () =>
    readdirSync(join(folder, 'new')).map(
      (name) => /^Message-ID: (.*)\r$/im.exec(readFileSync(join(folder, 'new', name), 'utf8'))?.[1],
    );
  try {
    const first = await start({ PARLEY_CRASH_AT: 'mailhost.mail.stored' });
    await expect(mailer.send(mail)).rejects.toMatchObject({ kind: 'unknown' });
    expect(await first.exited).toEqual({ code: null, signal: 'SIGKILL' });
    expect(ids()).toEqual(['<1@parley>']);
    await start();
    await mailer.send(mail);
    expect(ids()).toEqual(['<1@parley>', '<1@parley>']);
  } finally {
    mailer.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
