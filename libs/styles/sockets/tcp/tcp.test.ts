import { join } from 'node:path';
import { conformance } from '@parley/conformance/testing';
import { killChildren, startProcess } from '@parley/faults';
import { parseAddress } from '@parley/middleware/socket';
import type { Application, DeckPlace } from '@parley/roles';
import { deck } from './deck';
import { openReceiver } from './receiver';

conformance(__dirname);

afterAll(killChildren);

const place = { name: 'a', bind: [], connect: [], deadlineMs: 5000, credentials: 'right' } as const;

/** Runs a program of the deck here; `started` resolves with its addresses. */
const run = (role: 'server' | 'client', where: { bind?: string[]; connect?: string[] }) => {
  const said: string[] = [];
  let ready = (_: string[]) => {};
  const started = new Promise<string[]>((resolve) => (ready = resolve));
  const stop = new AbortController();
  const full = { ...place, bind: [], connect: [], ...where, ready, args: [], signal: stop.signal };
  const ended = deck[role]({ ...full, say: (line) => void said.push(line) } satisfies DeckPlace);
  return { started, ended, said, stop: () => stop.abort() };
};

const peer = (name: string, ...args: (string | number)[]) =>
  startProcess([process.env.PARLEY_PYTHON ?? 'python3', join(__dirname, 'peers', name), ...args.map(String)]);

const served = async () => {
  const server = run('server', { bind: ['tcp://127.0.0.1:0'] });
  const [address] = await server.started;
  const { host, port } = parseAddress(address!) as { host: string; port: number };
  return { server, host, port };
};

describe('the lecture’s echo', () => {
  test('our client at their server', async () => {
    const server = peer('server.py', '127.0.0.1', 0);
    const port = await server.line(/^\d+$/);
    const client = run('client', { connect: [`tcp://127.0.0.1:${port}`] });
    await client.ended;
    expect(client.said).toEqual(['Hello, world*']);
    expect((await server.exited).code).toBe(0);
  });

  test('their client at our server, which ends when its client has closed', async () => {
    const { server, host, port } = await served();
    const client = peer('client.py', host, port);
    expect(await client.line(/./)).toBe('Hello, world*');
    await server.ended;
  });

  test('a byte at a time: every byte comes back, in order, with a star for each receive', async () => {
    const { server, host, port } = await served();
    const back = await peer('bytewise.py', host, port, 'Hello, world').line(/./);
    await server.ended;
    expect(back.replaceAll('*', '')).toBe('Hello, world');
    expect(back.endsWith('*')).toBe(true);
  });

  test('more than recv takes at once comes back in runs of 1024 at most', async () => {
    const { server, host, port } = await served();
    const client = run('client', { connect: [`tcp://${host}:${port}`] });
    await Promise.all([client.ended, server.ended]);
    const second = await served();
    const back = await peer('bulk.py', second.host, second.port, 5000).line(/./);
    await second.server.ended;
    expect(back.replaceAll('*', '')).toBe('x'.repeat(5000));
    expect(Math.max(...back.split('*').map(({ length }) => length))).toBeLessThanOrEqual(1024);
  });

  test('told to stop, it ends with or without a client', async () => {
    const { server } = await served();
    server.stop();
    await server.ended;
    const other = await served();
    const idle = peer('server.py', '127.0.0.1', 0);
    const client = run('client', { connect: [`tcp://127.0.0.1:${await idle.line(/^\d+$/)}`] });
    await client.ended;
    other.server.stop();
    await other.server.ended;
  });
});

test('a client in Python, from the README alone, a byte a segment, is answered by our receiver', async () => {
  const application: Application = {
    notify: async () => {},
    reserve: async (request) => ({ ...request, id: 'r-1', headers: { 'in-reply-to': request.id } }),
    refused: (error) => {
      throw error;
    },
  };
  const receiver = await openReceiver({ ...place, bind: ['tcp://127.0.0.1:0'], connect: [] }, application);
  const { host, port } = parseAddress(receiver.addresses[0]!) as { host: string; port: number };
  const reply = JSON.parse(await peer('frames.py', host, port).line(/^\{/));
  await receiver.close();
  expect(reply).toMatchObject({ kind: 2, number: 7, mark: 'PY1\n', body: 'from python' });
  expect(reply.head.headers).toEqual({ 'in-reply-to': 'p-1' });
});
