import { join } from 'node:path';
import { Fatal, killChildren, startProcess } from '@parley/faults';
import type { Application } from '@parley/roles';
import { openDesk, openStand } from '../vhost.fixture';
import { openReceiver } from './receiver';
import { openSender } from './sender';
import { requests } from './topology';

jest.setTimeout(60_000);

let stand: Awaited<ReturnType<typeof openStand>>;
beforeEach(async () => {
  stand = await openStand();
  // Whoever is first declares the queue of the requests.
  await (await openSender(stand.place('set-up'))).close();
});
afterEach(async () => {
  killChildren();
  await stand.close();
});

const request = (text: string) => ({
  id: `r-${text}`,
  sender: 'a',
  seq: 1,
  type: 'text',
  contentType: 'application/octet-stream',
  headers: {},
  body: Buffer.from(text),
});
const peer = (name: string, ...args: string[]) =>
  startProcess([process.env.PARLEY_PYTHON ?? 'python3', join(__dirname, 'peers', name), stand.url, ...args]);

test('a client in Python, from the README alone and by direct reply-to, is answered by our server', async () => {
  const { application } = openDesk();
  const shouting: Application = {
    ...application,
    reserve: async (asked) => ({ ...asked, id: 'answer-1', sender: 'us', body: Buffer.from(`${asked.body}!`) }),
  };
  await stand.keep(openReceiver(stand.place('server'), shouting));
  const reply = JSON.parse(await peer('ask.py', 'how many').line(/^\{/));
  expect(reply).toMatchObject({ number: '7', type: 'text', headers: { 'parley-sender': 'us' }, body: 'how many!' });
});

test('our client is answered by a server in Python', async () => {
  const server = peer('serve.py');
  await server.line(/^ready$/);
  const client = await stand.keep(openSender(stand.place('client')));
  const replies = await Promise.all(['one', 'two', 'three'].map((text) => client.reserve!(request(text))));
  expect(replies.map(({ body, headers }) => [`${body}`, headers['in-reply-to']])).toEqual([
    ['ONE', 'r-one'],
    ['TWO', 'r-two'],
    ['THREE', 'r-three'],
  ]);
});

test('an error of the server is the same error at the client; nothing is left in a queue', async () => {
  const { application } = openDesk();
  const refusing = async () => {
    throw new Fatal('sold out', { reason: 'sold-out' });
  };
  await stand.keep(openReceiver(stand.place('server'), { ...application, reserve: refusing }));
  const client = await stand.keep(openSender(stand.place('client')));
  const error = await client.reserve!(request('x')).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Fatal);
  expect(error).toMatchObject({ reason: 'sold-out', message: 'sold out' });
  expect(await stand.rabbit.depth(`${requests}.dead`)).toBe(0);
});
