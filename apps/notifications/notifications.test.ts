import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectContract } from '@parley/contracts';
import type { DeadLettersDefinition } from '@parley/contracts/generated/parley/control/v1/DeadLetters';
import { type ContentType, encode } from '@parley/marshalling';
import { grpcClient, serveGrpc } from '@parley/middleware/grpc';
import { type Publisher, type Rabbit, connectRabbit } from '@parley/middleware/rabbitmq';
import { openVhost } from '@parley/middleware/rabbitmq/testing';
import { openMailer, serveMail } from '@parley/middleware/smtp';
import type { Way } from '@parley/service';
import { type Store, outboxPending } from '@parley/store';
import { eachStore } from '@parley/store/testing';
import { rabbitTopology } from '@parley/topology';
import { deadLettersGrpc, mails } from './dead-letters.grpc';
import { mailsSmtp } from './mails.smtp';
import { milestoneType } from './mails.service';
import { milestonesQueue, queue } from './milestones.queue';

const milestone = {
  milestoneId: '019a-1',
  orderId: 'o-1',
  step: 1,
  outcome: 'paid',
  amount: '1234',
  at: '2026-01-01T00:00:00.000Z',
  customer: '17850',
  reference: '536365',
};

let vhost: Awaited<ReturnType<typeof openVhost>>;
let rabbit: Rabbit;
let publisher: Publisher;
let maildir: string;
let store: Store;
let closing: (() => Promise<unknown> | void)[];

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

const mailbox = () => readdirSync(join(maildir, 'new')).map((name) => readFileSync(join(maildir, 'new', name), 'utf8'));
const ids = () => mailbox().map((mail) => /^Message-ID: (.*)$/im.exec(mail)?.[1]);

const tell = (message: typeof milestone, contentType: ContentType = 'application/x-protobuf') =>
  publisher.publish({
    exchange: 'milestones',
    routingKey: '',
    messageId: message.milestoneId,
    ...encode(milestoneType, message, contentType),
  });

async function startWay(way: Way): Promise<void> {
  await way.start!();
  closing.unshift(async () => {
    await way.drain?.();
    await way.close?.();
  });
}

const sendTo = (port: number) => startWay(mailsSmtp(store, openMailer({ url: `smtp://127.0.0.1:${port}` }), 'n-1'));

/** A mail host that gives these answers to RCPT, one after the other, and takes mails once they are used up. */
async function moodyHost(answers: string[]) {
  const taken: string[] = [];
  let asked = 0;
  const server = createServer((socket) => {
    let data: string | undefined;
    let rest = '';
    const say = (line: string) => void socket.write(`${line}\r\n`);
    say('220 moody');
    socket.on('error', () => undefined);
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop()!;
      for (const line of lines) {
        if (data !== undefined) {
          if (line !== '.') data += `${line}\n`;
          else {
            taken.push(data);
            data = undefined;
            say('250 taken');
          }
        } else if (/^DATA/i.test(line)) {
          data = '';
          say('354 go on');
        } else if (/^RCPT/i.test(line)) {
          asked += 1;
          say(answers.shift() ?? '250 known');
        } else if (/^QUIT/i.test(line)) {
          say('221 bye');
          socket.end();
        } else say('250 fine');
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return { port: (server.address() as { port: number }).port, taken, asked: () => asked };
}

eachStore((_name, open) => {
  beforeEach(async () => {
    closing = [];
    maildir = mkdtempSync(join(tmpdir(), 'parley-mail-'));
    vhost = await openVhost();
    rabbit = await connectRabbit({ url: vhost.url, topology: rabbitTopology, name: 'test', log: () => undefined });
    publisher = rabbit.publisher();
    store = await open();
    await startWay(milestonesQueue(rabbit, store));
  }, 30_000);

  afterEach(async () => {
    for (const close of closing) await close();
    await rabbit.close();
    await vhost.remove();
    rmSync(maildir, { recursive: true, force: true });
  }, 30_000);

  test('each milestone is one mail under its own id, in either content type, however often it comes', async () => {
    const host = await serveMail({ port: 0, maildir });
    closing.push(() => host.close());
    await sendTo(host.port);
    await tell(milestone);
    await tell(milestone);
    await tell({ ...milestone, milestoneId: '019a-2', outcome: 'shipped', amount: '0' }, 'application/json');
    await tell(milestone, 'application/json');
    await until(
      async () => ids().length >= 2 && (await rabbit.depth(queue)) === 0 && (await outboxPending(store)) === 0,
    );
    expect(ids().sort()).toEqual(['<019a-1@parley.example>', '<019a-2@parley.example>']);
    const mail = mailbox().find((text) => text.includes('019a-1'))!;
    expect(mail).toMatch(/^To: customer-17850@parley\.example$/im);
    expect(mail).toMatch(/^Subject: Payment received: order 536365$/im);
  }, 20_000);

  test('the mail host away: milestones are taken, and mailed when it comes', async () => {
    const first = await serveMail({ port: 0, maildir });
    await first.close();
    await sendTo(first.port);
    await tell(milestone);
    await until(async () => (await outboxPending(store)) === 1 && (await rabbit.depth(queue)) === 0);
    const host = await serveMail({ port: first.port, maildir });
    closing.push(() => host.close());
    await until(() => ids().length === 1);
  }, 20_000);

  test('put off (4xx): mailed again until taken', async () => {
    const host = await moodyHost(['450 later', '451 later']);
    await sendTo(host.port);
    await tell(milestone);
    await until(() => host.taken.length === 1);
    expect(host.asked()).toBe(3);
    await until(async () => (await outboxPending(store)) === 0);
  }, 20_000);

  test('refused (5xx): a dead letter, not tried again until it is redriven', async () => {
    const host = await moodyHost(['550 nobody here']);
    await sendTo(host.port);
    const server = await serveGrpc({
      address: '127.0.0.1:0',
      services: [deadLettersGrpc(rabbit, store)],
      serving: true,
    });
    const client = grpcClient<DeadLettersDefinition>('parley.control.v1.DeadLetters', `127.0.0.1:${server.port}`);
    closing.push(
      () => client.close(),
      () => server.drain(1000),
    );
    await tell(milestone);
    await until(async () => (await client.Show({ queue: mails })).letters.length === 1);
    await tell({ ...milestone, milestoneId: '019a-2' });
    await until(() => host.taken.length === 1);
    expect(host.asked()).toBe(2);
    const { letters } = await client.Show({ queue: mails });
    expect(letters).toMatchObject([{ messageId: '019a-1', reason: 'smtp-550', type: milestoneType }]);

    await tell({ ...milestone, milestoneId: '019a-3', outcome: 'lost' });
    await until(async () => (await rabbit.depth(`${queue}.dead`)) === 1);
    expect((await client.List({})).queues).toEqual([
      { queue, depth: 1 },
      { queue: mails, depth: 1 },
    ]);
    for (const name of [queue, mails]) {
      expectContract('parley.control.v1.ShowResponse', await client.Show({ queue: name }));
    }
    expect((await client.Show({ queue })).letters).toMatchObject([{ messageId: '019a-3', reason: 'unknown-outcome' }]);
    await expect(client.Redrive({ queue: 'no such' })).rejects.toMatchObject({ code: 'NOT_FOUND' });

    expect(await client.Redrive({ queue: mails })).toEqual({ redriven: 1 });
    await until(() => host.taken.length === 2);
    expect((await client.Show({ queue: mails })).letters).toEqual([]);
    expect(await client.Redrive({ queue })).toEqual({ redriven: 1 });
    await until(async () => (await rabbit.depth(`${queue}.dead`)) === 1);
  }, 30_000);
});
