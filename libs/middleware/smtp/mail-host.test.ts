import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHistory, startEvidence, stopEvidence } from '@parley/evidence';
import { Retryable } from '@parley/faults';
import { collectSpans } from '../grpc/collector.fixture';
import { rejection, until } from '../grpc/until.fixture';
import { openMailer, serveMail, type Mailer } from './index';

let maildir: string;
let mailer: Mailer;
let port: number;
let stop: () => Promise<void>;

beforeEach(async () => {
  maildir = mkdtempSync(join(tmpdir(), 'parley-mail-'));
  const host = await serveMail({ port: 0, maildir });
  port = host.port;
  stop = host.close;
  mailer = openMailer({ url: `smtp://127.0.0.1:${port}` });
});
afterEach(async () => {
  mailer.close();
  await stop();
  rmSync(maildir, { recursive: true });
});

const mail = (messageId: string, text = 'Thank you.\n') => ({
  from: 'shop@parley.example',
  to: 'customer@parley.example',
  subject: 'Paid – thank you',
  text,
  messageId,
});

const kept = () => readdirSync(join(maildir, 'new')).map((name) => readFileSync(join(maildir, 'new', name), 'utf8'));

test('what is answered with 250 is in the maildir, whole, with its Message-ID and headers', async () => {
  const text = 'x'.repeat(100_000);
  await mailer.send({ ...mail('order-1.paid@parley', text), headers: { 'X-Parley-Order': 'order-1' } });
  const [only, ...more] = kept();
  expect(more).toEqual([]);
  expect(only).toMatch(/^Message-ID: <order-1\.paid@parley>\r$/m);
  expect(only).toMatch(/^X-Parley-Order: order-1\r$/m);
  expect(only?.replace(/=\r\n|\r\n/g, '').endsWith(text)).toBe(true);
});

test('tells that a mail is on the disk, once it is and before the sender knows', async () => {
  const stored: number[] = [];
  const host = await serveMail({ port: 0, maildir, onStored: () => void stored.push(kept().length) });
  const sender = openMailer({ url: `smtp://127.0.0.1:${host.port}` });
  await sender.send(mail('m1@parley'));
  expect(stored).toEqual([1]);
  sender.close();
  await host.close();
});

test('the same mail twice is two files with one Message-ID: SMTP can double, the id can’t', async () => {
  await mailer.send(mail('<order-1.paid@parley>'));
  await mailer.send(mail('order-1.paid@parley'));
  expect(kept().map((one) => /^Message-ID: (.*)\r$/m.exec(one)?.[1])).toEqual([
    '<order-1.paid@parley>',
    '<order-1.paid@parley>',
  ]);
});

test('a mail appears in new/ complete or not at all', async () => {
  const sizes: number[] = [];
  const watcher = watch(join(maildir, 'new'), (_event, name) => {
    if (name) sizes.push(readFileSync(join(maildir, 'new', name)).length);
  });
  await Promise.all([1, 2, 3, 4].map((n) => mailer.send(mail(`m${n}@parley`, 'y'.repeat(2_000_000)))));
  await until(() => sizes.length >= 4);
  watcher.close();
  for (const size of sizes) expect(size).toBeGreaterThan(2_000_000);
  expect(readdirSync(join(maildir, 'tmp'))).toEqual([]);
});

test('a sender that vanishes in the middle of its text leaves nothing', async () => {
  const socket = connect(port, '127.0.0.1');
  for (const line of ['HELO x', 'MAIL FROM:<a@b.c>', 'RCPT TO:<d@e.f>', 'DATA']) {
    await once(socket, 'data');
    socket.write(`${line}\r\n`);
  }
  await once(socket, 'data');
  socket.write('Message-ID: <half@parley>\r\n\r\nhalf a sen');
  socket.destroy();
  await mailer.send(mail('whole@parley'));
  expect(kept()).toHaveLength(1);
});

test('what can’t be stored is put off, not accepted', async () => {
  rmSync(join(maildir, 'tmp'), { recursive: true });
  expect(await rejection(mailer.send(mail('m1@parley')))).toBeInstanceOf(Retryable);
  expect(kept()).toEqual([]);
});

test('the sending span is parent of the receiving one, by the mail’s own header', async () => {
  const collector = await collectSpans();
  await mailer.send(mail('m1@parley'));
  const spans = await collector.spans();
  await collector.stop();
  const [sent, processed] = ['send mail', 'process mail'].map((name) => spans.find((span) => span.name === name));
  expect([sent?.kind, processed?.kind]).toEqual([4, 5]);
  expect(processed?.parentSpanId).toBe(sent?.spanId);
  expect(sent?.attributes).toMatchObject({ 'parley.style': 'smtp', 'parley.channel': 'mail' });
});

test('evidence: accepted means stored before', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'parley-'));
  startEvidence({ dir, run: 'r', process: 'p' });
  await mailer.send(mail('m1@parley'));
  stopEvidence();
  const history = readHistory(dir);
  rmSync(dir, { recursive: true });
  expect(new Set(history.map(({ msg }) => msg.id))).toEqual(new Set(['m1@parley']));
  const order = history.map(({ event }) => event);
  expect(order.indexOf('stored')).toBeLessThan(order.indexOf('accepted'));
  expect(order[0]).toBe('submitted');
});
