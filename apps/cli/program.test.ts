import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Server } from 'node:http';
import express from 'express';
import { run } from './program';

const order = {
  id: 'o-1', state: 'accepted', country: 'France', createdAt: '2026-01-01T00:00:00.000Z', placedAt: '2010-12-01T08:26:00.000Z',
  lines: [{ line: 1, sku: '85123A', quantity: 6, unitPrice: '2.55', discount: '0.00', net: '15.30', vat: '3.00', gross: '18.30', returned: 0 }],
  net: '15.30', vat: '3.00', gross: '18.30', refunded: '0.00', parcels: 1, timeline: [{ at: '2026-01-01T00:00:00.000Z', state: 'accepted' }],
}; // prettier-ignore
const hop = {
  spanId: 'a', links: [], process: 'gateway-1', service: 'gateway', name: 'POST /api/orders', kind: 'server', style: 'http',
  channel: 'POST /api/orders', startedAt: '2026-01-01T00:00:00.000Z', startNanos: '1000000', durationNanos: '1500000',
}; // prettier-ignore

let server: Server;
let url = '';
const asked: { method: string; url: string; key?: string; body: unknown }[] = [];
const folder = mkdtempSync(join(tmpdir(), 'parley-cli-'));
beforeAll(async () => {
  const app = express().use(express.json(), (request, _response, next) => {
    asked.push({ method: request.method, url: request.url, key: request.get('idempotency-key'), body: request.body });
    next();
  });
  app.post('/api/orders', (request, response) => {
    if (request.body.lines[0].sku !== 'nonesuch') return void response.status(201).json(order);
    const errors = [{ in: 'body', pointer: '#/lines/0/sku', detail: 'no product nonesuch' }];
    response.status(422).json({ title: 'No such product', status: 422, detail: 'unknown', errors });
  });
  app.get(
    '/api/orders',
    (request, response) => void response.json({ orders: request.query.state === 'completed' ? [] : [order] }),
  );
  app.get(
    '/api/orders/o-1/journey',
    (_request, response) => void response.json({ orderId: 'o-1', traceId: 't', hops: [hop] }),
  );
  app.get(
    '/api/orders/:id',
    (_request, response) => void response.status(404).json({ title: 'Not found', status: 404 }),
  );
  app.get(
    '/api/dlq',
    (_request, response) =>
      void response.json({
        queues: [{ queue: 'payment.dead', owner: 'fulfilment', depth: 2 }],
        unreachable: ['orders'],
      }),
  );
  app.post(
    '/api/replay',
    (_request, response) =>
      void response.json({ records: 9, events: 7, sales: [{ key: 'France', quantity: 3, gross: '9.00', orders: 2 }] }),
  );
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => asked.splice(0));

async function parley(line: string[], env: NodeJS.ProcessEnv = { PARLEY_GATEWAY: url }) {
  const [out, err]: [string[], string[]] = [[], []];
  const output = {
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    live: false,
    colour: false,
  };
  const code = await run(line, { env, output, signal: new AbortController().signal });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

test('order: places it with its key, and prints it', async () => {
  const { code, out } = await parley([
    'order',
    '85123A:6',
    'BANK CHARGES:1',
    '--country',
    'France',
    '--customer',
    '17850',
    '--key',
    'k1',
  ]);
  expect(code).toBe(0);
  expect(asked[0]).toMatchObject({
    key: 'k1',
    body: { country: 'France', customer: '17850', lines: [{ sku: '85123A', quantity: 6 }, { sku: 'BANK CHARGES', quantity: 1 }] },
  }); // prettier-ignore
  expect(out).toMatch(/^order +o-1$/m);
  expect(out).toMatch(/^ *1 {2}85123A +6 +2\.55 +0\.00 +15\.30 +3\.00 +18\.30$/m);
});

test('--json prints JSON and nothing else on stdout', async () => {
  expect(JSON.parse((await parley(['orders', '--json'])).out)).toEqual([order]);
  expect(JSON.parse((await parley(['journey', 'o-1', '--json'])).out).hops).toEqual([hop]);
});

test('orders: filters go to the gateway', async () => {
  const { out } = await parley(['orders', '--state', 'accepted', '--limit', '5', '--open']);
  expect(asked[0]!.url).toBe('/api/orders?state=accepted&open=true&limit=5');
  expect(out).toMatch(/^o-1 {4}accepted {2}guest {5}France/m);
});

test('journey --last: the newest completed, or else the newest', async () => {
  const { out, code } = await parley(['journey', '--last']);
  expect(asked.map((each) => each.url)).toEqual([
    '/api/orders?limit=1&state=completed',
    '/api/orders?limit=1',
    '/api/orders/o-1/journey',
  ]);
  expect(out).toMatch(
    /^1 {2}00:00:00\.000 +0\.0 +1\.5 {2}server POST \/api\/orders {2}http +POST \/api\/orders {2}gateway-1$/m,
  );
  expect(code).toBe(0);
});

test('replay: moments are checked and sent in UTC', async () => {
  const { out } = await parley(['replay', 'orders', '--from', '2026-01-31T12:00+01:00', '--by', 'country']);
  expect(asked[0]!.body).toMatchObject({ topic: 'orders', from: '2026-01-31T11:00:00.000Z', by: 'country' });
  expect(out).toContain('9 records read, 7 events');
});

test('dlq list: says who did not answer, and exits 3', async () => {
  const { code, out, err } = await parley(['dlq', 'list']);
  expect(out).toMatch(/payment\.dead {2}fulfilment +2/);
  expect([code, err]).toEqual([3, expect.stringContaining('orders')]);
});

test.each([
  ['no quantity', ['order', '85123A']],
  ['a quantity of zero', ['order', '85123A:0']],
  ['a fractional quantity', ['order', '85123A:1.5']],
  ['an unknown option', ['orders', '--colour', 'red']],
  ['an unknown command', ['dance']],
  ['a moment that is none', ['replay', 'orders', '--from', 'soon']],
  ['a topic that is none', ['replay', 'payments', '--from', 'beginning']],
  ['no order and no --last', ['journey']],
  ['both an order and --last', ['journey', 'o-1', '--last']],
  ['--orders that are no number', ['load', '--orders', 'some']],
  ['a row that is none', ['row', 'S61']],
  ['a style that is none', ['style', 'telepathy']],
  ['a role that the style has not', ['style', 'tcp', '--role', 'broker']],
  ['a show that the style has not', ['style', 'tcp', '--show', 'nothing']],
  ['what the gateway finds wrong', ['order', 'nonesuch:1']],
])('%s is wrong usage: exit 2, and stderr says why', async (_name, line) => {
  const { code, err, out } = await parley(line);
  expect([code, out]).toEqual([2, '']);
  expect(err).not.toBe('');
});

test("a problem's field is named", async () => {
  expect((await parley(['order', 'nonesuch:1'])).err).toContain('#/lines/0/sku: no product nonesuch');
});

test('an order that is not there: exit 1', async () => {
  expect(await parley(['orders', 'gone'])).toMatchObject({ code: 1, err: 'Not found (404)' });
});

describe('a system that cannot be reached: exit 3, and what to do next', () => {
  test('no state file and no address', async () => {
    const { code, err } = await parley(['orders'], { PARLEY_STATE: join(folder, 'none.json') });
    expect(code).toBe(3);
    expect(err).toMatch(/parley up/);
  });
  test('nobody listens there', async () => {
    const { code, err } = await parley(['orders'], { PARLEY_GATEWAY: 'http://127.0.0.1:9' });
    expect([code, err]).toEqual([3, expect.stringMatching(/npm start/)]);
  });
  test('no addresses of stores and brokers for a check', async () => {
    expect((await parley(['check'], { PARLEY_STATE: join(folder, 'none.json') })).code).toBe(3);
  });
});

test('the address comes from the state file of the running system', async () => {
  const file = join(folder, 'state.json');
  writeFileSync(file, JSON.stringify({ version: 1, addresses: { gateway: url }, folders: {}, processes: [] }));
  expect((await parley(['orders'], { PARLEY_STATE: file })).code).toBe(0);
});

test('row: lists all of them; one without a command is still to come', async () => {
  const { out, code } = await parley(['row']);
  expect([code, out.split('\n').filter((line) => /^S\d+ /.test(line)).length]).toEqual([0, 60]);
  const rows = JSON.parse((await parley(['row', '--json'])).out) as { row: string; command?: string; issue: number }[];
  const coming = rows.find((row) => !row.command)!;
  const err = expect.stringMatching(new RegExp(`comes with .* \\(issue ${coming.issue}\\)\\.$`));
  expect(await parley(['row', coming.row])).toMatchObject({ code: 1, err });
});

test('style: lists all by family; one of them as JSON is its record', async () => {
  const { out, code } = await parley(['style']);
  expect(code).toBe(0);
  expect(out).toMatch(/^sockets +async-over-sync +none +accepted/m);
  const listed = JSON.parse((await parley(['style', '--json'])).out) as { id: string; family: string }[];
  expect(listed.find(({ id }) => id === 'tcp')).toMatchObject({
    family: 'sockets',
    persistence: 'none',
    release: 'sent',
  });
  const record = JSON.parse((await parley(['style', 'tcp', '--json'])).out);
  expect(record).toMatchObject({ id: 'tcp', release: { is: 'sent', experiment: { state: 'runs' } } });
});

test.each([
  ['nothing is up', { PARLEY_STATE: join(folder, 'none.json') }],
  ['it went down', { PARLEY_GATEWAY: 'http://127.0.0.1:9' }],
])('journey, and %s: exit 3, and what to do next', async (_name, env) => {
  const { code, out, err } = await parley(['journey', '--last'], env);
  expect([code, out]).toEqual([3, '']);
  expect(err).toMatch(/Start the system with `parley up` or `npm start`/);
});

test('help names every command and the exit codes, and exits 0', async () => {
  const { code, out } = await parley(['--help']);
  expect(code).toBe(0);
  for (const name of 'up down status env doctor order orders returns watch journey replay dlq row style load check'.split(
    ' ',
  ))
    expect(out).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
  expect(out).toContain('Exit codes');
});
