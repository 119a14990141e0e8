import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fatal, Retryable } from '@parley/faults';
import { until } from '../grpc/until.fixture';
import { deliver, makeMaildir, openMailbox, type Mailbox, type MailboxPlan } from './index';

let folder: string;
const open: Mailbox[] = [];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-mailbox-'));
  await makeMaildir(folder);
});
afterEach(async () => {
  for (const mailbox of open.splice(0)) await mailbox.close(0);
  rmSync(folder, { recursive: true });
});

const put = (id: string, text = 'Thank you.') =>
  deliver(folder, Buffer.from(`Message-ID: <${id}>\r\nSubject: ${id}\r\n\r\n${text}\r\n`));
const reading = async (plan: Partial<MailboxPlan> = {}) => {
  const taken: string[] = [];
  const seconds: string[] = [];
  const take = async ({ subject }: { subject: string }) => void taken.push(subject);
  const mailbox = await openMailbox({ folder, take, second: (id) => void seconds.push(id), ...plan });
  open.push(mailbox);
  return { taken, seconds, mailbox };
};
const unread = () => readdirSync(join(folder, 'new'));
const flags = () => readdirSync(join(folder, 'cur')).map((name) => name.split(':2,')[1]);

test('what lies there is read, oldest first, and what comes; it is marked as seen when it is done with', async () => {
  await put('a');
  await put('b');
  const { taken } = await reading({ room: 1 });
  await until(() => unread().length === 0);
  await put('c');
  await until(() => flags().length === 3);
  expect([taken, flags()]).toEqual([
    ['a', 'b', 'c'],
    ['S', 'S', 'S'],
  ]);
});

test('a mail that is in hand is still in new/: who dies with it in hand finds it again', async () => {
  await put('a');
  const { taken, mailbox } = await reading({ take: () => new Promise(() => undefined) });
  await put('b');
  await mailbox.close(50);
  expect([taken, unread().length]).toEqual([[], 2]);
  const again = await reading();
  await until(() => flags().length === 2);
  expect(again.taken).toEqual(['a', 'b']);
});

test('a second copy is told by its Message-ID, after a restart too', async () => {
  await put('a');
  const first = await reading();
  await until(() => flags().length === 1);
  await put('a');
  await until(() => first.seconds.length === 1);
  await first.mailbox.close();
  const { taken, seconds } = await reading();
  await put('a');
  await until(() => flags().length === 3);
  expect([first.taken, taken, first.seconds, seconds]).toEqual([['a'], [], ['<a>'], ['<a>']]);
});

test('two copies that lie there together are read once', async () => {
  await put('a');
  await put('a');
  const { taken, seconds } = await reading();
  await until(() => flags().length === 2);
  expect([taken, seconds]).toEqual([['a'], ['<a>']]);
});

test('a refused mail is flagged; one that may be tried again is, so many times; the others go on', async () => {
  const times: Record<string, number> = {};
  await put('bad');
  await put('later');
  await put('never');
  await put('good');
  await reading({
    attempts: 3,
    take: async ({ subject }) => {
      times[subject] = (times[subject] ?? 0) + 1;
      if (subject === 'bad') throw new Fatal('no');
      if (subject === 'never' || (subject === 'later' && times.later! < 3)) throw new Retryable('not now');
    },
  });
  await until(() => flags().length === 4);
  expect(times).toEqual({ bad: 1, later: 3, never: 3, good: 1 });
  expect(flags().sort()).toEqual(['F', 'F', 'S', 'S']);
});

test('one reader at a time: the other begins when the first has ended', async () => {
  const first = await reading();
  const second = await reading();
  await put('a');
  await until(() => flags().length === 1);
  await first.mailbox.close();
  await put('b');
  await until(() => flags().length === 2);
  expect([first.taken, second.taken]).toEqual([['a'], ['b']]);
});

test('a reader that died leaves no lock behind', async () => {
  // No process has this id: it is above what Linux gives.
  writeFileSync(join(folder, 'reading'), `99999999 ${hostname()} x`);
  const { taken } = await reading();
  await put('a');
  await until(() => taken.length === 1);
});

test('a folder that is no mail is not read', async () => {
  mkdirSync(join(folder, 'new', 'folder'));
  const { taken } = await reading();
  await put('a');
  await until(() => taken.length === 1);
});
