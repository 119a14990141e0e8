import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ViewsDefinition } from '@parley/contracts/generated/parley/views/v1/Views';
import { type GrpcServer, grpcService, serveGrpc } from '@parley/middleware/grpc';
import { run } from './program';

const dir = mkdtempSync(join(tmpdir(), 'parley-cli-views-'));
let server: GrpcServer;
let same = true;
const content = { rows: '20', hash: 'd5c1cda32b10d380' };
const unasked = async () => {
  throw new Error('not asked by the command line');
};

beforeAll(async () => {
  const views = grpcService<ViewsDefinition>('parley.views.v1.Views', {
    Get: unasked,
    Search: unasked,
    Status: async ({ content: whole }) => ({
      positions: [{ partition: 0, next: '22', end: '25' }],
      lag: { events: '3', ms: '41' },
      visible: { events: 90, p50: 5, p99: 12, max: 13 },
      generation: 2,
      rebuilding: false,
      unreadable: '0',
      ...(whole && { cache: content, search: content }),
    }),
    Rebuild: async ({ check }) => ({
      generation: 3,
      records: '90',
      ms: 480.2,
      same: check && same,
      ...(check && { cacheBefore: content, cache: { ...content, hash: same ? content.hash : 'other' } }),
    }),
  });
  server = await serveGrpc({ address: '127.0.0.1:0', services: [views], serving: true });
});
afterAll(async () => {
  await server.drain(1000);
  rmSync(dir, { recursive: true, force: true });
});

const parley = async (line: string[], address = `127.0.0.1:${server.port}`) => {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const output = { out: say, err: say, live: false, colour: false };
  const env = { PARLEY_VIEWS: address, PARLEY_STATE: join(dir, 'none.json') };
  const code = await run(line, { env, output, signal: new AbortController().signal });
  return { code, text: said.join('\n') };
};

test('status says how far they are behind, when an event is visible, and what they hold', async () => {
  const { code, text } = await parley(['views', 'status']);
  expect(code).toBe(0);
  expect(text).toMatch(/^behind +3 events, at most 41 ms$/m);
  expect(text).toMatch(/^visible after +5 ms \(half\), 12 ms \(99 %\), 13 ms \(all\) of 90 events$/m);
  expect(text).toMatch(/^cache +20 rows, d5c1cda32b10d380$/m);
  expect(JSON.parse((await parley(['views', 'status', '--json'])).text)).toMatchObject({ lag: { events: '3' } });
});

test('a rebuild that comes out different is a failure, where it was to be compared', async () => {
  expect(await parley(['views', 'rebuild', '--check'])).toMatchObject({
    code: 0,
    text: expect.stringMatching(/^the same +yes$/m),
  });
  same = false;
  const differs = await parley(['views', 'rebuild', '--check']);
  expect(differs).toMatchObject({ code: 1, text: expect.stringMatching(/^the same +NO$/m) });
  expect((await parley(['views', 'rebuild'])).code).toBe(0);
});

test('without a system it says so', async () => {
  expect((await parley(['views', 'status'], '')).code).toBe(3);
});
