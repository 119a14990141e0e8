import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterwards, closeAll, until } from '../brokered/testing';
import { certificateFor, eavesdropper, silent } from '../brokered/tls.fixture';
import { openMailer, openRelay, serveMail, type PostedMail } from './index';

jest.setTimeout(30_000);
afterEach(closeAll);

const folderOf = (name: string): string => {
  const folder = mkdtempSync(join(tmpdir(), `parley-${name}-`));
  afterwards(async () => rmSync(folder, { recursive: true }));
  return folder;
};

const mail = (messageId = 'm1@parley') => ({
  from: 'shop@parley.example',
  to: 'customer@parley.example',
  subject: 'Paid',
  text: 'Thank you.\n',
  messageId,
});

const mailer = (url: string) => {
  const opened = openMailer({ url, silenceMs: 2000 });
  afterwards(opened.close);
  return opened;
};

/** A mail host behind TLS, the address that trusts it, and how much it has kept. */
const hosted = async (whom = 'IP:127.0.0.1') => {
  const maildir = folderOf('mail');
  const { ca, ...tls } = certificateFor(whom);
  const { port, close } = await serveMail({ port: 0, maildir, tls });
  afterwards(close);
  const url = (authority = ca) => `smtps://127.0.0.1:${port}?ca=${encodeURIComponent(authority)}`;
  return { port, url, kept: () => readdirSync(join(maildir, 'new')).length };
};

test('over TLS to who is trusted: it is kept', async () => {
  const { url, kept } = await hosted();
  await mailer(url()).send(mail(), 10_000);
  expect(kept()).toBe(1);
});

test('an authority that is not the server’s, a host that it is not: fatal, and the server hears nothing', async () => {
  const { url } = await hosted();
  const stranger = mailer(url(certificateFor('IP:127.0.0.1').ca)).send(mail(), 10_000);
  await expect(stranger).rejects.toMatchObject({ kind: 'fatal', reason: 'untrusted' });
  const { port, ca, heard } = await eavesdropper();
  const other = mailer(`smtps://127.0.0.1:${port}?ca=${encodeURIComponent(ca)}`).send(mail(), 10_000);
  await expect(other).rejects.toMatchObject({ kind: 'fatal', reason: 'untrusted' });
  expect(heard()).toBe('');
});

test('in the clear to TLS, over TLS to one in the clear or silent: told in time, and may be sent again', async () => {
  const { port } = await hosted();
  const clear = await serveMail({ port: 0, maildir: folderOf('clear') });
  afterwards(clear.close);
  const urls = [`smtp://127.0.0.1:${port}`, ...[clear.port, await silent()].map((to) => `smtps://127.0.0.1:${to}`)];
  const told = await Promise.all(
    urls.map((url) =>
      mailer(url)
        .send(mail(), 6000)
        .catch(({ kind }) => kind),
    ),
  );
  expect(told).toEqual(['retryable', 'retryable', 'retryable']);
});

test('a mail is not given back for its next server’s certificate: it waits', async () => {
  const { url, kept } = await hosted();
  const [folder, bounces] = [folderOf('queue'), [] as PostedMail[]];
  const giveBack = async (bounce: PostedMail) => void bounces.push(bounce);
  const plan = { folder, name: 'sender.example', giveBack, firstDelayMs: 10 };
  const relay = await openRelay({ ...plan, url: url(certificateFor('IP:127.0.0.1').ca) });
  const raw = Buffer.from('Message-ID: <m1@parley>\r\n\r\nThank you.\r\n');
  await relay.accept({ from: 'a@b.c', to: 'd@e.f', messageId: 'm1@parley', raw });
  await relay.close();
  expect([readdirSync(join(folder, 'new')).length, bounces.length]).toEqual([1, 0]);
  const trusting = await openRelay({ ...plan, url: url() });
  afterwards(trusting.close);
  await until(() => kept() === 1);
});

test('a scheme that is none of the two is refused', () => {
  expect(() => openMailer({ url: 'http://127.0.0.1:25' })).toThrow(expect.objectContaining({ reason: 'address' }));
});
