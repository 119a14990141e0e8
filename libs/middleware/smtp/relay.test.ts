import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../grpc/until.fixture';
import { openRelay, parseMail, type PostedMail, type RelayPlan } from './index';
import { openRawServer, type Reaction } from './raw-server.fixture';

const closing: (() => unknown)[] = [];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-relay-'));
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true });
});

const mail = (messageId = 'm1@parley', from = 'clerk@parley.example'): PostedMail => ({
  from,
  to: 'customer@parley.example',
  messageId,
  raw: Buffer.from(`Message-ID: <${messageId}>\r\nSubject: Order\r\n\r\nThank you.\r\n`),
});

const bounces: PostedMail[] = [];
beforeEach(() => void bounces.splice(0));

const relayTo = async (url: string, more: Partial<RelayPlan> = {}) => {
  const giveBack = async (bounce: PostedMail) => void bounces.push(bounce);
  const relay = await openRelay({ folder, url, name: 'sender.example', giveBack, firstDelayMs: 10, ...more });
  closing.push(relay.close);
  return relay;
};

const against = async (reactions: Record<string, Reaction | ((nth: number) => Reaction)>) => {
  const server = await openRawServer(reactions);
  closing.push(server.close);
  return server;
};

const waiting = () => readdirSync(join(folder, 'new')).length;

test('what is accepted is on disk before the next server has it, and gone from there after', async () => {
  const server = await against({});
  await server.close();
  const relay = await relayTo(server.url);
  await relay.accept(mail());
  expect(waiting()).toBe(1);
  await relay.close();
  expect(waiting()).toBe(1);
  const back = await against({});
  await relayTo(back.url);
  await until(() => waiting() === 0);
  expect(back.count('.')).toBe(1);
});

test.each(['RCPT', '.'])('450 to %s: tried again until it is taken, and nothing comes back', async (command) => {
  const server = await against({ [command]: (nth) => (nth < 4 ? '450 4.2.2 full' : '250 kept') });
  await (await relayTo(server.url)).accept(mail());
  await until(() => waiting() === 0);
  expect([server.count(command), bounces.length]).toEqual([4, 0]);
});

test('a mail that is put off is overtaken by others', async () => {
  let first = true;
  const server = await against({
    RCPT: () => {
      const answer = first ? '450 4.2.2 full' : '250 ok';
      first = false;
      return answer;
    },
  });
  const relay = await relayTo(server.url, { connections: 1, firstDelayMs: 60_000 });
  await relay.accept(mail('slow@parley'));
  await relay.accept(mail('quick@parley'));
  await until(() => waiting() === 1);
  expect(server.count('.')).toBe(1);
});

test.each(['RCPT', '.'])(
  '550 to %s: given back to its sender once, with the answer, not tried again',
  async (command) => {
    const server = await against({ [command]: '550 5.1.1 nobody here' });
    await (await relayTo(server.url)).accept(mail());
    await until(() => waiting() === 0);
    expect(server.count(command)).toBe(1);
    expect(bounces).toMatchObject([{ from: '', to: 'clerk@parley.example', messageId: '<m1@parley.bounce>' }]);
    const report = bounces[0]!.raw.toString();
    expect(report).toMatch(/^Status: 5\.1\.1\r$/m);
    expect(report).toMatch(/^Subject: Order\r$/m);
    expect((await parseMail(bounces[0]!.raw)).text).toContain('550 5.1.1 nobody here');
  },
);

test('a bounce that is refused is not answered with another', async () => {
  const server = await against({ RCPT: '550 nobody here' });
  await (await relayTo(server.url)).accept(mail('b@parley', ''));
  await until(() => waiting() === 0);
  expect(bounces).toEqual([]);
});

test('what was put off for too long is given back', async () => {
  const server = await against({ RCPT: '450 4.2.2 full' });
  await (await relayTo(server.url, { giveUpAfterMs: 100 })).accept(mail());
  await until(() => bounces.length === 1);
  expect(bounces[0]!.raw.toString()).toMatch(/^Status: 5\.2\.2\r$/m);
  expect(server.count('RCPT')).toBeGreaterThan(1);
});

test('cut between the last line and its 250: sent again, with the same Message-ID', async () => {
  const server = await against({ '.': (nth) => (nth === 1 ? 'cut' : '250 kept') });
  await (await relayTo(server.url)).accept(mail());
  await until(() => waiting() === 0);
  expect([server.count('.'), bounces.length]).toEqual([2, 0]);
});

test('a server that is away is not asked for each mail, and nothing is given back', async () => {
  const server = await against({ MAIL: 'cut' });
  const relay = await relayTo(server.url, { firstDelayMs: 100 });
  await Promise.all(Array.from({ length: 50 }, (_, n) => relay.accept(mail(`m${n}@parley`))));
  expect(waiting()).toBe(50);
  expect(server.connections()).toBeLessThan(20);
  expect(bounces).toEqual([]);
});

test('a file that is no queued mail is set aside, and the others go on', async () => {
  const server = await against({});
  const before = await relayTo(server.url);
  await before.close();
  writeFileSync(join(folder, 'new', '0'), 'not ours');
  await (await relayTo(server.url)).accept(mail());
  await until(() => waiting() === 0);
  expect([server.count('.'), readdirSync(join(folder, 'cur'))]).toEqual([1, ['0']]);
});
