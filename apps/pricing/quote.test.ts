import type { PricingDefinition } from '@parley/contracts/generated/parley/pricing/v1/Pricing';
import type { ContentType } from '@parley/marshalling';
import { type GrpcServer, type Unary, grpcClient, serveGrpc } from '@parley/middleware/grpc';
import type { Way } from '@parley/service';
import { readCatalogue } from './catalogue';
import { type JobsWay, openJobs } from './jobs.zeromq';
import { quoteGrpc } from './quote.grpc';
import { workerWay } from './worker.zeromq';

jest.setTimeout(30_000);

// ZeroMQ's addon is one a process and keeps the modules of the suite that loaded it: only this file opens sockets here,
// processes.test.ts starts processes.
const catalogue = readCatalogue();
const lines = [
  { line: 3, sku: '85123A', quantity: 6 },
  { line: 1, sku: '71053', quantity: 80_000 },
  { line: 2, sku: 'POST', quantity: 1 },
];
const request = { orderId: 'o-1', country: 'France', lines };

let jobs: JobsWay;
let server: GrpcServer;
let workers: Way[];
let client: Unary<PricingDefinition> & { close(): void };

async function open(contentType?: ContentType): Promise<void> {
  jobs = await openJobs({ bind: 'tcp://127.0.0.1:*', sink: 'tcp://127.0.0.1:*', contentType });
  server = await serveGrpc({ address: '127.0.0.1:0', services: [quoteGrpc(jobs.deal)], serving: true });
  client = grpcClient<PricingDefinition>('parley.pricing.v1.Pricing', `127.0.0.1:${server.port}`);
  workers = [];
}

async function hire(name: string): Promise<Way> {
  const { jobs: connect, results: sink } = jobs.ventilator.addresses;
  const worker = workerWay({ connect, sink, name, catalogue });
  await worker.start!();
  workers.push(worker);
  return worker;
}

afterEach(async () => {
  client.close();
  await server.drain(1000);
  await Promise.all(workers.map((worker) => worker.close!()));
  await jobs.close!();
});

test.each<ContentType>(['application/x-protobuf', 'application/json'])(
  'jobs and results as %s',
  async (contentType) => {
    await open(contentType);
    await hire('w-1');
    const response = await client.Quote(request);
    expect(response.lines.map(({ line, sku }) => [line, sku])).toEqual([
      [3, '85123A'],
      [1, '71053'],
      [2, 'POST'],
    ]);
    const sum = (of: 'net' | 'vat' | 'gross') =>
      String(response.lines.reduce((total, line) => total + BigInt(line[of]), 0n));
    expect(response).toMatchObject({ net: sum('net'), vat: sum('vat'), gross: sum('gross') });
    expect(response.lines[2]).toMatchObject({ unitPrice: '1800', net: '1800', vat: '353', gross: '2153', parcels: 0 });
    expect(await client.Quote(request)).toEqual(response);
  },
);

test.each([
  ['unknown-sku', { ...request, lines: [lines[0]!, { line: 2, sku: 'no such', quantity: 1 }] }, 'lines[1]'],
  ['unknown-country', { ...request, country: 'Atlantis' }, 'lines['],
  ['invalid-quantity', { ...request, lines: [{ line: 1, sku: '71053', quantity: 0 }] }, 'lines[0]'],
  ['no-lines', { ...request, lines: [] }, 'lines'],
])('%s is told with its field', async (reason, wrong, field) => {
  await open();
  await hire('w-1');
  await expect(client.Quote(wrong)).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    kind: 'fatal',
    reason,
    fieldViolations: [{ field: expect.stringContaining(field) }],
  });
  expect(await client.Quote(request)).toMatchObject({ lines: [{}, {}, {}] });
});

test('the deadline holds without any worker, and leaves no job behind; the first worker then serves', async () => {
  await open();
  const started = performance.now();
  await expect(client.Quote(request, { deadlineMs: 300 })).rejects.toMatchObject({
    code: expect.stringMatching(/^(DEADLINE_EXCEEDED|UNAVAILABLE)$/),
  });
  expect(performance.now() - started).toBeLessThan(3000);
  while (jobs.ventilator.stats().held > 0) await new Promise(setImmediate);
  await hire('w-1');
  await expect(client.Quote(request)).resolves.toMatchObject({ lines: [{}, {}, {}] });
});

test('a quote waits for a worker that comes late; one that leaves in mid-run finishes what it has', async () => {
  await open();
  const many = Array.from({ length: 3000 }, (_, n) => ({ line: n + 1, sku: '71053', quantity: n + 1 }));
  const quoted = client.Quote({ ...request, lines: many }, { deadlineMs: 25_000 });
  const first = await hire('w-1');
  while (jobs.ventilator.stats().answered < 100) await new Promise(setImmediate);
  await hire('w-2');
  await first.drain!();
  const response = await quoted;
  expect(response.lines.map(({ quantity }) => quantity)).toEqual(many.map(({ quantity }) => quantity));
  expect(jobs.ventilator.stats()).toMatchObject({ held: 0, answered: 3000 });
}, 30_000);

test('both workers work', async () => {
  await open();
  await hire('w-1');
  await hire('w-2');
  while (jobs.ventilator.stats().workers.length < 2) await new Promise(setImmediate);
  await client.Quote({ ...request, lines: Array.from({ length: 200 }, (_, n) => ({ ...lines[0]!, line: n + 1 })) });
  const dealt = jobs.ventilator.stats().workers.map((worker) => worker.dealt);
  expect(Math.min(...dealt)).toBeGreaterThan(20);
});
