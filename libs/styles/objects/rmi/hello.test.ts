import { killChildren } from '@parley/faults';
import type { DeckPlace } from '@parley/roles';
import { deck } from './deck';
import { classesOf, freePort, startJava, startRegistry } from './java';

jest.setTimeout(60_000);
afterAll(killChildren);

const place = { name: 'a', bind: [], connect: [], deadlineMs: 5000, credentials: 'right' as const, args: [] };

/** Runs a program of the deck; `started` resolves with its addresses. */
const run = (role: keyof typeof deck, where: { bind?: string[]; connect?: string[] }) => {
  const said: string[] = [];
  const stop = new AbortController();
  let ready = (_: string[]) => {};
  const started = new Promise<string[]>((resolve) => (ready = resolve));
  const full: DeckPlace = { ...place, ...where, ready, signal: stop.signal, say: (line) => void said.push(line) };
  return { started, said, ended: deck[role](full), stop: () => stop.abort() };
};

test('the lecture’s registry, server and client, as they are run there: the client prints what the object answers', async () => {
  const classes = await classesOf('hello');
  const port = await freePort();
  await startRegistry(classes, port);
  const server = startJava(classes, 'example.hello.Server', [port]);
  const hello = async (): Promise<string> => {
    const client = startJava(classes, 'example.hello.Client', ['127.0.0.1', port]);
    const { code } = await client.exited;
    return `${code} ${client.output().stdout.trim()}${client.output().stderr ? ' error' : ''}`;
  };
  // Nothing is bound before the server has started.
  const before = await startJava(classes, 'example.hello.Client', ['127.0.0.1', await freePort()]).exited;
  expect(before.code).not.toBe(0);
  while (!server.output().stderr.includes('Server ready')) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await hello()).toBe('0 response: Hello, world!');
});

test('the same as roles of the style; a client of anybody’s finds them', async () => {
  const registry = run('registry', { bind: ['tcp://127.0.0.1:0'] });
  const connect = await registry.started;
  const server = run('server', { connect });
  await server.started;
  const client = run('client', { connect });
  await client.ended;
  expect(client.said).toEqual(['response: Hello, world!']);
  const theirs = startJava(await classesOf('hello'), 'example.hello.Client', ['127.0.0.1', connect[0]!.split(':')[2]!]);
  expect(await theirs.line(/./)).toBe('response: Hello, world!');
  server.stop();
  registry.stop();
  await Promise.all([server.ended, registry.ended]);
});
