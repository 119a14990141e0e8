import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { conformance } from '@parley/conformance/testing';
import { killChildren, startProcess } from '@parley/faults';
import type { Message } from '@parley/marshalling';
import { openMailer, parseMail, serveMail } from '@parley/middleware/smtp';
import type { Application } from '@parley/roles';
import { mailOf, messageOf } from './form';
import { openMiddle } from './middle';
import { mailboxOf, recipient, serverAt } from './places';
import { openReceiver } from './receiver';
import { openSender } from './sender';

conformance(__dirname);

jest.setTimeout(40_000);

let folder: string;
const closing: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-mail-'));
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true, force: true });
});
afterAll(killChildren);

const place = { bind: [], connect: [], name: 'test', deadlineMs: 5000, credentials: 'right' } as const;
const at = (bind: string[], connect: string[] = [], name = 'test') => ({ ...place, bind, connect, name });
const kept = <T extends { close(): Promise<void> }>(open: T): T => {
  closing.push(open.close);
  return open;
};

const servers = async () => {
  const theirs = kept(await openMiddle(at(['smtp://127.0.0.1:0', `file://${folder}/recipient`])));
  const ours = kept(await openMiddle(at(['smtp://127.0.0.1:0', `file://${folder}/sender`], theirs.addresses)));
  return { theirs: theirs.addresses, ours: ours.addresses };
};

const notice = (seq: number, more: Partial<Message> = {}): Message => ({
  id: `test-${seq}`,
  sender: 'test',
  seq,
  type: 'parley.test.v1.Notice',
  contentType: 'application/octet-stream',
  headers: {},
  body: Buffer.from(`number ${seq}`),
  ...more,
});

/** Reads the mailbox; resolves to the message when it has come. */
const readOne = (connect: string[]): Promise<Message> =>
  new Promise((resolve, reject) => {
    const application = { notify: async (message) => resolve(message), refused: reject } as Partial<Application>;
    openReceiver(at([], connect), application as Application).then(kept, reject);
  });

const python = (program: string, ...args: string[]) =>
  startProcess([process.env.PARLEY_PYTHON ?? 'python3', join(__dirname, 'peers', program), ...args]);

describe('clients in Python', () => {
  test('smtplib sends, we read', async () => {
    const { theirs, ours } = await servers();
    const { host, port } = serverAt('sender-server', ours);
    await python('sender.py', host, String(port), 'python-1', 'ação').line(/^sent/);
    expect(await readOne(theirs)).toMatchObject({
      id: 'python-1',
      sender: 'python',
      headers: { greeting: 'olá' },
      body: Buffer.from('ação'),
    });
  });

  test('we send, mailbox.Maildir reads; what it has marked as seen is read by nobody else', async () => {
    const { theirs, ours } = await servers();
    const sender = kept(await openSender(at([], ours)));
    await sender.notify!(notice(1));
    const mailbox = mailboxOf(`${folder}/recipient`, 'warehouse');
    const line = await python('reader.py', mailbox).line(/^\{/);
    expect(JSON.parse(line)).toMatchObject({
      messageId: '<test-1@sender.example>',
      head: { id: 'test-1', seq: 1 },
      body: 'number 1',
    });
    const next = readOne(theirs);
    await sender.notify!(notice(2));
    expect((await next).id).toBe('test-2');
  });
});

test('a name that is none, or leaves the folder, is no mailbox', async () => {
  const { theirs } = await servers();
  const mailer = kept(openMailer({ url: serverAt('recipient-server', theirs).url }));
  const to = (address: string) => mailer.send({ ...mailOf(notice(1), recipient), to: address });
  await to(recipient);
  for (const user of ['nobody', '..', '.', '../sender'])
    await expect(to(`"${user}"@recipient.example`)).rejects.toMatchObject({ kind: 'fatal' });
  expect(readdirSync(join(folder, 'recipient'))).toEqual(['warehouse']);
});

test('a message comes out of its mail as it went in', async () => {
  const seen: Buffer[] = [];
  const host = kept(await serveMail({ port: 0, keep: async ({ raw }) => void seen.push(raw) }));
  const mailer = kept(openMailer({ url: `smtp://127.0.0.1:${host.port}` }));
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.dictionary(fc.string({ maxLength: 10 }), fc.string({ unit: 'binary', maxLength: 100 })),
      fc.uint8Array({ maxLength: 300 }),
      async (id, headers, bytes) => {
        const message = notice(7, { id: `x${id}`, headers, key: id, body: Buffer.from(bytes) });
        await mailer.send(mailOf(message, recipient));
        expect(messageOf(await parseMail(seen.at(-1)!))).toEqual(message);
      },
    ),
    { seed: 21, numRuns: 15 },
  );
});
