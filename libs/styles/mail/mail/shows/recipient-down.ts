import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openProxy } from '@parley/faults';
import { openMailer, parseMail } from '@parley/middleware/smtp';
import type { Finding, Outcome, Show, Stage } from '@parley/roles';
import { ms, openCast, table, until, type Actor, type Cast } from '@parley/staging';
import { mailboxOf, recipient, senderAddress, serverAt, userOf } from '../places';

const filesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

/** The servers, the sender, and where on disk their mails lie. */
const openPost = async ({ out }: Stage, cast: Cast, folder: string) => {
  const recipients = await cast.start('mail', 'recipient-server', 'recipient-server', {
    bind: ['smtp://127.0.0.1:0', `file://${folder}/recipient`],
  });
  const { host, port } = serverAt('recipient-server', recipients.addresses);
  const line = await openProxy({ carrier: 'tcp', target: { host, port }, seed: 21 });
  const known = [`smtp://${line.host}:${line.port}`];
  const senders = await cast.start('mail', 'sender-server', 'sender-server', {
    bind: ['smtp://127.0.0.1:0', `file://${folder}/sender`],
    connect: known,
  });
  const sender = await cast.start('mail', 'sender', 'sender', { connect: senders.addresses });
  const box = mailboxOf(`${folder}/recipient`, userOf(recipient));
  return {
    out,
    line,
    known,
    recipients,
    senders,
    sender,
    box,
    queued: () => filesIn(`${folder}/sender/queue/new`),
    unread: () => filesIn(`${box}/new`),
    read: () => filesIn(`${box}/cur`),
    returned: () =>
      filesIn(`${folder}/sender/mailboxes/clerk/new`).map((name) => join(folder, 'sender/mailboxes/clerk/new', name)),
  };
};
type Post = Awaited<ReturnType<typeof openPost>>;

const again = (cast: Cast, before: Actor, connect: string[] = []): Promise<Actor> =>
  cast.start('mail', before.name, before.name, { bind: before.addresses, connect });

const allOk = (outcomes: Outcome[]): boolean => outcomes.every(({ ok }) => ok);

/** The recipient's side is down, then the sender's server dies, and the sender ends: what is where? */
async function down({ say }: Stage, cast: Cast, post: Post): Promise<Finding> {
  const rows: (string | number)[][] = [];
  const now = (when: string) => rows.push([when, post.queued().length, post.unread().length, post.read().length]);
  await post.recipients.kill();
  const outcomes = await post.sender.send({ count: 20 });
  now('the recipient’s server is down, 20 mails are sent');
  await post.sender.stop();
  await post.senders.kill();
  now('the sender ends, its server is killed');
  const senders = await again(cast, post.senders, post.known);
  now('the sender’s server is started again');
  await again(cast, post.recipients);
  await until(() => post.unread().length === 20 && post.queued().length === 0);
  now('the recipient’s server is started again');
  const reader = await cast.start('mail', 'recipient', 'recipient', { connect: post.recipients.addresses });
  await until(() => post.read().length === 20);
  now('the recipient reads');
  for (const line of table(['', 'out queue', 'unread', 'read'], rows)) say(line);
  const got = cast.got(reader, outcomes);
  await reader.stop();
  post.sender = await cast.start('mail', 'sender', 'clerk', { connect: senders.addresses });
  post.senders = senders;
  const slowest = Math.max(...outcomes.map((one) => one.ms));
  return {
    says: 'while the recipient’s side is down nothing is lost, though the sender ends and both servers die',
    measured: `${outcomes.length} sent, the slowest 250 after ${ms(slowest)}; ${new Set(got).size} read, ${got.length - new Set(got).size} of them twice`,
    holds: allOk(outcomes) && got.length === 20 && new Set(got).size === 20,
  };
}

/** The mailbox's disk is away: 451. */
async function putOff({ say }: Stage, cast: Cast, post: Post): Promise<Finding> {
  renameSync(`${post.box}/tmp`, `${post.box}/away`);
  const before = post.line.counters().upstream;
  const outcomes = await post.sender.send({ count: 3 });
  // Each was tried, and lies in the out queue all the same.
  await until(() => post.line.counters().upstream > before + 3000);
  const waiting = post.queued().length;
  say(`\n4xx: the mailbox cannot be written to; ${waiting} mails wait in the out queue`);
  renameSync(`${post.box}/away`, `${post.box}/tmp`);
  await until(() => post.unread().length === 3 && post.queued().length === 0);
  say(`     it can again; ${post.unread().length} mails are in the mailbox, ${post.queued().length} wait`);
  return {
    says: '4xx: the mail is kept and tried again',
    measured: `${waiting} of ${outcomes.length} waited, ${post.unread().length} arrived, ${post.returned().length} came back`,
    holds: allOk(outcomes) && waiting === 3 && post.unread().length === 3 && post.returned().length === 0,
  };
}

/** Nobody is called so: 550. */
async function refused({ say }: Stage, post: Post): Promise<Finding> {
  const mailer = openMailer({ url: serverAt('sender-server', post.senders.addresses).url });
  const to = 'nobody@recipient.example';
  const messageId = 'order-7@sender.example';
  await mailer.send({ from: senderAddress('clerk'), to, subject: 'Order 7', text: 'Please pack it.\n', messageId });
  await mailer.close();
  await until(() => post.returned().length === 1);
  const bounce = await parseMail(readFileSync(post.returned()[0]!));
  say(`\n5xx: a mail to ${to} was taken by the sender’s server; in the sender’s own mailbox is now:`);
  for (const line of [bounce.subject, ...bounce.text.trim().split('\n').slice(0, 2)]) say(`     | ${line}`);
  return {
    says: '5xx: the mail is given back to its sender, once',
    measured: `${post.returned().length} came back, with the server’s answer; ${post.queued().length} wait`,
    holds: /550/.test(bounce.text) && bounce.text.includes(to) && post.queued().length === 0,
  };
}

/** Every second mail is cut off between its last line and the 250. */
async function cut({ say }: Stage, cast: Cast, post: Post): Promise<Finding> {
  const unread = post.unread().length;
  post.line.addToxic({ type: 'cut_after_request', attributes: { every: 2, request: 'Message-ID: <clerk-' } });
  const outcomes = await post.sender.send({ count: 6 });
  await until(() => post.queued().length === 0, 15_000);
  await post.line.reset();
  const cuts = post.line.counters().cut;
  const copies = post.unread().length - unread;
  const reader = await cast.start('mail', 'recipient', 'recipient', { connect: post.recipients.addresses });
  await until(() => post.unread().length === 0);
  const got = cast.got(reader, outcomes);
  const seconds = cast.history().filter(({ event, note }) => event === 'dropped' && note === 'second copy').length;
  say(
    `\nCut between the mail’s last line and its 250: ${cuts} times. Neither side knows what the other knows; so it goes again:`,
  );
  say(
    `     ${outcomes.length} mails, ${copies} files in the mailbox; the reader has met ${seconds} Message-IDs before`,
  );
  return {
    says: 'a cut before the 250 makes a second copy, which its Message-ID betrays',
    measured: `${cuts} cuts, ${copies - outcomes.length} second copies, ${seconds} recognised, ${got.length} of ${outcomes.length} read once`,
    holds:
      cuts > 0 && copies > outcomes.length && seconds === copies - outcomes.length && got.length === outcomes.length,
  };
}

export const show: Show = {
  title: 'E-mail: the recipient’s side is down for a while',
  rows: ['S21'],
  run: async (stage) => {
    const folder = mkdtempSync(join(resolve(stage.out), 'post-'));
    const cast = openCast(stage.out);
    const post = await openPost(stage, cast, folder);
    try {
      return [
        await down(stage, cast, post),
        await putOff(stage, cast, post),
        await refused(stage, post),
        await cut(stage, cast, post),
      ];
    } finally {
      await cast.close();
      await post.line.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
