// npm run bench: orders a second accepted and completed, and how long one order takes, on a system and brokers of its own.
// Closed loop: each client places its next order when the last one is answered. No targets here: numbers, and what they were measured on.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { build } from '../infra/native/build.mjs';
import { startBrokers } from '../infra/native/brokers.mjs';
import { home, root } from '../infra/native/paths.mjs';
import { startSystem } from '../infra/native/supervisor.mjs';

const require = createRequire(import.meta.url);
const usage = `npm run bench -- [--clients 1,16,64] [--seconds 15] [--soak MINUTES] [--postgres] [--json FILE]
  --clients   how many place orders at once, one run each
  --seconds   how long each run places orders (then waits until the last one is final)
  --soak      one run of so many minutes at the last number of clients, a line every minute with the memory of each process
  --postgres  keep the stores in PostgreSQL`;

function options() {
  try {
    const { values } = parseArgs({
      options: {
        clients: { type: 'string', default: '1,16,64' },
        seconds: { type: 'string', default: '15' },
        soak: { type: 'string' },
        postgres: { type: 'boolean', default: false },
        json: { type: 'string', default: home('bench', 'result.json') },
        help: { type: 'boolean', default: false },
      },
    });
    const clients = values.clients.split(',').map(Number);
    const seconds = values.soak ? Number(values.soak) * 60 : Number(values.seconds);
    if (![...clients, seconds].every((n) => n > 0)) throw new Error('numbers must be greater than 0');
    if (values.help) throw new Error('');
    return { ...values, clients: values.soak ? clients.slice(-1) : clients, seconds };
  } catch (error) {
    console.error([error.message, usage].filter(Boolean).join('\n'));
    process.exit(error.message ? 2 : 0);
  }
}

const lines = (file) => readFileSync(path.join(root, 'data', file));

/** Every product with stock that no bench uses up: what is measured is the way of an order, not an empty shelf. */
async function loadProducts(address) {
  const grpc = require('@grpc/grpc-js');
  const { loadSync } = require('@grpc/proto-loader');
  const definition = loadSync('parley/inventory/v1/inventory.proto', {
    includeDirs: [path.join(root, 'proto')],
    longs: String,
  });
  const { Inventory } = grpc.loadPackageDefinition(definition).parley.inventory.v1;
  const client = new Inventory(address, grpc.credentials.createInsecure());
  const products = lines('products.jsonl')
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { sku, name, unitPrice } = JSON.parse(line);
      return {
        sku,
        name,
        unitPrice: String(Math.round(unitPrice * 100)),
        initial: 1_000_000_000,
      };
    });
  for (let at = 0; at < products.length; at += 500) {
    await new Promise((resolve, reject) =>
      client.LoadProducts({ products: products.slice(at, at + 500) }, { deadline: Date.now() + 30_000 }, (error) =>
        error ? reject(error) : resolve(),
      ),
    );
  }
  client.close();
}

const invoices = () =>
  gunzipSync(lines('invoices.jsonl.gz'))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ kind }) => kind === 'order');

/** Order id → when its last event was seen, from the gateway's own live events. */
function watchFinal(gateway, onFinal) {
  const stop = new AbortController();
  const done = (async () => {
    const answer = await fetch(new URL('/api/events?after=0', gateway), { signal: stop.signal });
    let text = '';
    for await (const chunk of answer.body) {
      text += Buffer.from(chunk).toString('utf8');
      const events = text.split('\n\n');
      text = events.pop();
      for (const event of events) {
        const data = /^data: ?(.*)$/m.exec(event)?.[1];
        if (data) onFinal(JSON.parse(data));
      }
    }
  })().catch((error) => {
    if (!stop.signal.aborted) throw error;
  });
  return { stop: () => (stop.abort(), done), failed: done };
}

const percentile = (sorted, p) =>
  sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] : NaN;
const times = (all) => {
  const sorted = [...all].sort((a, b) => a - b);
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
};
const isFinal = (type) => ['completed', 'rejected', 'cancelled'].includes(type);

async function run({ gateway, tag, clients, seconds, orders, everyMinute }) {
  const placedAt = new Map();
  const accept = [];
  const completion = [];
  const ends = { completed: 0, rejected: 0 };
  let lastFinal = 0;
  let failed = 0;
  const watch = watchFinal(gateway, ({ orderId, type }) => {
    const since = placedAt.get(orderId);
    if (since === undefined || !isFinal(type)) return;
    placedAt.delete(orderId);
    lastFinal = performance.now();
    ends[type] = (ends[type] ?? 0) + 1;
    if (type === 'completed') completion.push(lastFinal - since);
  });
  const began = performance.now();
  const until = began + seconds * 1000;
  let next = 0;
  let minute = 1;
  const client = async () => {
    while (performance.now() < until) {
      const number = next++;
      const { customer, country, lines: wanted } = orders[number % orders.length];
      const since = performance.now();
      const answer = await fetch(new URL('/api/orders', gateway), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': `${tag}-${number}` },
        body: JSON.stringify({
          customer: customer ?? undefined,
          country,
          lines: wanted.map(({ sku, quantity }) => ({ sku, quantity })),
        }),
      }).catch(() => undefined);
      if (answer?.status !== 201) {
        failed += 1;
        await answer?.arrayBuffer();
        continue;
      }
      const { id: orderId, state } = await answer.json();
      accept.push(performance.now() - since);
      if (state === 'rejected') ends.rejected += 1;
      else placedAt.set(orderId, since);
      if (everyMinute && performance.now() - began > minute * 60_000)
        everyMinute({ minute: minute++, accepted: accept.length, open: placedAt.size });
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const placed = performance.now();
  while (placedAt.size > 0 && performance.now() - Math.max(placed, lastFinal) < 60_000)
    await new Promise((resolve) => setTimeout(resolve, 20));
  await watch.stop();
  return {
    clients,
    seconds: (placed - began) / 1000,
    accepted: accept.length,
    completed: completion.length,
    rejected: ends.rejected,
    failed,
    notFinal: placedAt.size,
    acceptedPerSecond: accept.length / ((placed - began) / 1000),
    completedPerSecond: completion.length / ((Math.max(lastFinal, placed) - began) / 1000),
    acceptMs: times(accept),
    completionMs: times(completion),
  };
}

const memoryOf = (pid) => {
  const [, rss = 0] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(rss / 1024);
};

const given = options();
const base = home('bench', 'system');
rmSync(base, { recursive: true, force: true });
mkdirSync(base, { recursive: true });
await build();
const brokers = await startBrokers({ base, which: ['rabbitmq', 'kafka', ...(given.postgres ? ['postgres'] : [])] });
const system = await startSystem({ base, brokers: brokers.addresses, onLine: (line) => console.error(line) });
const stop = async () => {
  await system.stop();
  await brokers.stop();
};
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop().then(() => process.exit(130)));
let code = 0;
try {
  await system.waitReady();
  await loadProducts(system.addresses.inventory);
  const orders = invoices();
  const { gateway } = system.addresses;
  console.error('warming up, 5 s');
  await run({ gateway, tag: 'warm', clients: 4, seconds: 5, orders });
  const runs = [];
  for (const clients of given.clients) {
    console.error(`${clients} client${clients > 1 ? 's' : ''}, ${given.seconds} s`);
    const everyMinute =
      given.soak &&
      ((at) =>
        console.error(
          JSON.stringify({
            ...at,
            memoryMiB: Object.fromEntries(system.processes.map(({ name, pid }) => [name, memoryOf(pid)])),
          }),
        ));
    runs.push(await run({ gateway, tag: `c${clients}`, clients, seconds: given.seconds, orders, everyMinute }));
  }
  const result = {
    date: new Date().toISOString(),
    machine: {
      cpus: os.cpus().length,
      model: os.cpus()[0]?.model,
      memoryGiB: Math.round(os.totalmem() / 2 ** 30),
      node: process.version,
    },
    stores: given.postgres ? 'PostgreSQL' : 'SQLite',
    linesAnOrder: orders.reduce((sum, order) => sum + order.lines.length, 0) / orders.length,
    runs,
  };
  mkdirSync(path.dirname(given.json), { recursive: true });
  writeFileSync(given.json, `${JSON.stringify(result, null, 2)}\n`);
  const round = (n) => (Number.isFinite(n) ? (n < 10 ? n.toFixed(1) : String(Math.round(n))) : '–');
  const head = [
    'clients',
    'accepted/s',
    'completed/s',
    'accept p50 ms',
    'p99',
    'completion p50 ms',
    'p99',
    'rejected',
    'failed',
    'not final',
  ];
  const rows = runs.map((r) =>
    [
      r.clients,
      round(r.acceptedPerSecond),
      round(r.completedPerSecond),
      round(r.acceptMs.p50),
      round(r.acceptMs.p99),
      round(r.completionMs.p50),
      round(r.completionMs.p99),
      r.rejected,
      r.failed,
      r.notFinal,
    ].map(String),
  );
  const width = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i].length)));
  for (const row of [head, ...rows]) console.log(row.map((cell, i) => cell.padStart(width[i])).join('  '));
  console.log(
    `\n${result.machine.cpus} CPUs (${result.machine.model}), Node ${result.machine.node}, ${result.stores}, ${result.linesAnOrder.toFixed(1)} lines an order; written to ${path.relative(root, given.json)}`,
  );
  if (runs.some((r) => r.notFinal > 0)) code = 1;
} finally {
  await stop();
}
process.exit(code);
