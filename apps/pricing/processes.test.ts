import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PricingDefinition } from '@parley/contracts/generated/parley/pricing/v1/Pricing';
import { type Unary, grpcClient } from '@parley/middleware/grpc';
import { readCatalogue } from './catalogue';
import { priceLine, totals } from './price.domain';
import { type Running, buildApp, freePort, launchApp, removeApp, startApp } from './processes.fixture';

const catalogue = readCatalogue();
const lines = [...catalogue.keys()]
  .slice(0, 400)
  .map((sku, n) => ({ line: n + 1, sku, quantity: 1 + ((n * 37) % 900) }));
const expected = totals(lines.map((line) => priceLine(line, 'EIRE', catalogue)));
const request = { orderId: 'o-1', country: 'EIRE', lines };

let dataDir: string;
let env: Record<string, string>;
let running: Running[] = [];
let clients: { close(): void }[] = [];

beforeAll(buildApp);
afterAll(removeApp);

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'parley-pricing-'));
  env = {
    PARLEY_DATA: dataDir,
    PARLEY_VENTILATOR: `tcp://127.0.0.1:${await freePort()}`,
    PARLEY_SINK: `tcp://127.0.0.1:${await freePort()}`,
    PARLEY_LOG: 'error',
  };
});

afterEach(async () => {
  for (const client of clients) client.close();
  await Promise.all(running.map(({ child, ended }) => (child.kill('SIGKILL'), ended)));
  rmSync(dataDir, { recursive: true, force: true });
  running = [];
  clients = [];
});

const start = async (role: string, name: string, more: Record<string, string> = {}) => {
  const one = await startApp({ ...env, PARLEY_ROLE: role, PARLEY_NAME: name, ...more });
  running.push(one);
  return one;
};
const pricing = ({ grpc }: Running): Unary<PricingDefinition> => {
  const client = grpcClient<PricingDefinition>('parley.pricing.v1.Pricing', `127.0.0.1:${grpc}`, {
    deadlineMs: 20_000,
  });
  clients.push(client);
  return client;
};
const sums = { net: String(expected.net), gross: String(expected.gross), parcels: expected.parcels };

test('a quote over two workers; a worker that is killed with a priced line in hand costs nothing', async () => {
  const quote = await start('quote', 'quote-1');
  const doomed = await start('worker', 'worker-1', { PARLEY_CRASH_AT: 'pricing.worker.priced' });
  await start('worker', 'worker-2');
  const response = await pricing(quote).Quote(request);
  expect(response).toMatchObject(sums);
  expect(response.lines.map(({ line }) => line)).toEqual(lines.map(({ line }) => line));
  expect(await doomed.ended).toEqual([null, 'SIGKILL']);
  expect(await pricing(quote).Quote(request)).toEqual(response);
}, 40_000);

test('a quote process killed with its jobs dealt: asked again, its successor answers with the same workers', async () => {
  const quote = await start('quote', 'quote-1', { PARLEY_CRASH_AT: 'pricing.quote.dealt' });
  const worker = await start('worker', 'worker-1');
  await expect(pricing(quote).Quote(request)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(await quote.ended).toEqual([null, 'SIGKILL']);
  const successor = await start('quote', 'quote-1');
  expect(await pricing(successor).Quote(request)).toMatchObject(sums);
  worker.child.kill('SIGTERM');
  expect(await worker.ended).toEqual([0, null]);
  successor.child.kill('SIGTERM');
  expect(await successor.ended).toEqual([0, null]);
}, 40_000);

test('what is missing stops the start, by name', async () => {
  const { ended, errors } = launchApp({ ...env, PARLEY_SINK: '', PARLEY_NAME: 'quote-1', PARLEY_ROLE: 'quote' });
  expect(await ended).toEqual([2, null]);
  expect(errors()).toContain('PARLEY_SINK: is missing');
}, 20_000);
