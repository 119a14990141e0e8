import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { rejection } from '../grpc/until.fixture';
import { openMailer, type Mailer } from './index';
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
