import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { rejection } from '../grpc/until.fixture';
import { openMailer, parseMail, serveMail, type Mailer } from './index';
import { openRawServer } from './raw-server.fixture';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const mail = (messageId = 'm1@parley') => ({
  from: 'shop@parley.example',
  to: 'customer@parley.example',
  subject: 'Your order is on its way',
  text: 'Thank you.\n',
  messageId,
});

const mailer = (url: string, connections?: number): Mailer => {
  const opened = openMailer({ url, connections });
  closing.push(opened.close);
  return opened;
};

const silent = async () => {
  const server = await openRawServer({ MAIL: () => '' });
  closing.push(server.close);
  return server;
};

const against = async (reactions: Parameters<typeof openRawServer>[0]) => {
  const server = await openRawServer(reactions);
  closing.push(server.close);
  return { server, send: mailer(server.url).send };
};

test.each(['MAIL', 'RCPT', 'DATA', '.'])('450 to %s: put off, may be sent again; it was sent once', async (command) => {
  const { server, send } = await against({ [command]: '450 try later' });
  expect(await rejection(send(mail()))).toBeInstanceOf(Retryable);
  expect(server.count(command)).toBe(1);
});

test.each(['MAIL', 'RCPT', '.'])('550 to %s: refused for good', async (command) => {
  const { send } = await against({ [command]: '550 no such mailbox' });
  const error = await rejection<Fatal>(send(mail()));
  expect(error).toBeInstanceOf(Fatal);
  expect(error.reason).toBe('smtp-550');
});

test('nobody listens: may be sent again', async () => {
  const server = await openRawServer();
  await server.close();
  expect(await rejection(mailer(server.url).send(mail()))).toBeInstanceOf(Retryable);
});

test.each(['EHLO', 'MAIL', 'RCPT', 'DATA'])(
  'cut at %s, before any text went out: may be sent again',
  async (command) => {
    const { send } = await against({ [command]: 'cut' });
    expect(await rejection(send(mail()))).toBeInstanceOf(Retryable);
  },
);

test('cut after the text and before its 250: unknown, and not sent again by itself', async () => {
  const { server, send } = await against({ '.': 'cut' });
  const error = await rejection<OutcomeUnknown>(send(mail()));
  expect(error).toBeInstanceOf(OutcomeUnknown);
  expect(error.detail.messageId).toBe('m1@parley');
  // The next mail comes after whatever the pool might have repeated.
  expect(await rejection(send(mail('m2@parley')))).toBeInstanceOf(OutcomeUnknown);
  expect(server.count('.')).toBe(2);
});

test('the mailer works on after a cut', async () => {
  const { server, send } = await against({ '.': (nth) => (nth === 1 ? 'cut' : '250 kept') });
  expect(await rejection(send(mail()))).toBeInstanceOf(OutcomeUnknown);
  await send(mail('m2@parley'));
  expect(server.count('.')).toBe(2);
});

test('an address that is none is fatal', async () => {
  const { send } = await against({});
  expect(await rejection(send({ ...mail(), to: '' }))).toBeInstanceOf(Fatal);
});

test('a hundred mails go over the pool’s connections, not over a hundred', async () => {
  const server = await openRawServer();
  closing.push(server.close);
  const { send } = mailer(server.url, 3);
  await Promise.all(Array.from({ length: 100 }, (_, n) => send(mail(`m${n}@parley`))));
  expect(server.count('.')).toBe(100);
  expect(server.connections()).toBeLessThanOrEqual(3);
});

test('a deadline: who has had no turn may send again, who is being sent does not know; close waits for both', async () => {
  const { send, close } = mailer((await silent()).url, 1);
  const calls = [rejection(send(mail('m1@parley'), 150)), rejection(send(mail('m2@parley'), 150))];
  const closed = close();
  expect(await rejection<Fatal>(send(mail('m3@parley')))).toMatchObject({ reason: 'closed' });
  await closed;
  expect((await Promise.all(calls)).map(({ name }) => name)).toEqual(['OutcomeUnknown', 'Retryable']);
});

test('a mail that is written already goes as it is; attachments arrive byte for byte', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-'));
  const host = await serveMail({ port: 0, maildir: folder });
  closing.push(() => rmSync(folder, { recursive: true }), host.close);
  const { send, post } = mailer(`smtp://127.0.0.1:${host.port}`);
  const raw = Buffer.from('Message-ID: <raw@parley>\r\n\r\n.a dot at the start\r\n');
  await post({ from: '', to: 'd@e.f', messageId: 'raw@parley', raw });
  const content = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  await send({ ...mail(), attachments: [{ name: 'bytes', contentType: 'text/plain', content }] });
  const kept = readdirSync(join(folder, 'new'))
    .sort()
    .map((name) => readFileSync(join(folder, 'new', name)));
  expect(kept[0]!.equals(raw)).toBe(true);
  expect((await parseMail(kept[1]!)).attachments).toEqual([{ name: 'bytes', contentType: 'text/plain', content }]);
});
