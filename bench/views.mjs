// node bench/views.mjs: how long after an order event both views have it, at a steady rate; and how fast they are made from nothing.
// No targets here: numbers, and what they were measured on.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startBrokers } from '../infra/native/brokers.mjs';
import { build } from '../infra/native/build.mjs';
import { home, root } from '../infra/native/paths.mjs';

const require = createRequire(import.meta.url);
const grpc = require('@grpc/grpc-js');
const { loadSync } = require('@grpc/proto-loader');
const { Kafka, logLevel } = require('kafkajs');
const protobuf = require('protobufjs');

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '10' },
    events: { type: 'string', default: '20000' },
    json: { type: 'string', default: home('bench', 'views.json') },
  },
});
const [rate, seconds, events] = [values.rate, values.seconds, values.events].map(Number);
const base = home('bench', 'views');
const dist = home('bench', 'views-dist');
const types = ['accepted', 'paid', 'packed', 'shipped', 'completed'];

const messages = new protobuf.Root();
messages.resolvePath = (_, target) => path.join(root, 'proto', target);
messages.loadSync('parley/orders/v1/orders.proto');
const OrderEvent = messages.lookupType('parley.orders.v1.OrderEvent');
const { Views } = grpc.loadPackageDefinition(
  loadSync('parley/views/v1/views.proto', { includeDirs: [path.join(root, 'proto')], longs: String, defaults: true }),
).parley.views.v1;

/** The n-th event: 100 orders are under way at a time, each with 20 lines. */
function eventOf(n) {
  const [block, inBlock] = [Math.floor(n / (100 * types.length)), n % (100 * types.length)];
  const change = Math.floor(inBlock / 100);
  const orderId = `0190-${block}-${inBlock % 100}`;
  const lines = Array.from({ length: 20 }, (_, line) => ({
    line: line + 1,
    sku: `${71_000 + ((n * 7 + line) % 3000)}A`,
    quantity: 6,
    gross: 1836,
  }));
  const event = {
    eventId: `${orderId}/${change}`,
    orderId,
    version: change + 1,
    type: types[change],
    country: 'France',
  };
  const at = new Date().toISOString();
  const value = OrderEvent.encode({ ...event, at, placedAt: at, customer: '12583', lines, gross: 36_720 }).finish();
  return { key: orderId, value: Buffer.from(value), headers: { 'content-type': 'application/x-protobuf' } };
}

async function startViews(brokers) {
  const child = spawn(process.execPath, [path.join(dist, 'views.cjs')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      PARLEY_NAME: 'views-1',
      PARLEY_DATA: path.join(base, 'data'),
      PARLEY_KAFKA_BROKERS: brokers,
      PARLEY_LOG: 'warn',
    },
  });
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith('ready ')) {
      const address = `127.0.0.1:${JSON.parse(line.slice(6)).grpc}`;
      return { child, client: new Views(address, grpc.credentials.createInsecure()) };
    }
  throw new Error('views ended');
}

const call = (client, method, request) =>
  new Promise((resolve, reject) =>
    client[method](request, { deadline: Date.now() + 600_000 }, (error, answer) =>
      error ? reject(error) : resolve(answer),
    ),
  );

async function caughtUp(client, count) {
  for (;;) {
    const { positions } = await call(client, 'Status', {});
    if (positions.reduce((sum, { next }) => sum + Number(next), 0) >= count) return;
    await delay(50);
  }
}

async function main() {
  rmSync(base, { recursive: true, force: true });
  await build({ dist });
  const brokers = await startBrokers({ base: path.join(base, 'brokers'), which: ['kafka'] });
  const machine = { cpus: os.cpus().length, model: os.cpus()[0].model, node: process.version, load: os.loadavg() };
  const result = { machine, rate, seconds };
  let views;
  try {
    views = await startViews(brokers.addresses.kafkaBrokers);
    const kafka = new Kafka({
      brokers: brokers.addresses.kafkaBrokers.split(','),
      clientId: 'bench',
      logLevel: logLevel.NOTHING,
    });
    const producer = kafka.producer();
    await producer.connect();
    let sent = 0;
    const since = performance.now();
    while (performance.now() < since + seconds * 1000) {
      await producer.send({ topic: 'orders', acks: -1, messages: [eventOf(sent)] });
      sent += 1;
      await delay(Math.max(0, since + (sent * 1000) / rate - performance.now()));
    }
    result.sentPerSecond = Math.round(sent / ((performance.now() - since) / 1000));
    await caughtUp(views.client, sent);
    const { visible } = await call(views.client, 'Status', {});
    result.visibleMs = visible;
    const filling = performance.now();
    for (; sent < events; sent += 500) {
      const some = Array.from({ length: 500 }, (_, n) => eventOf(sent + n));
      await producer.send({ topic: 'orders', acks: -1, messages: some });
    }
    await producer.disconnect();
    await caughtUp(views.client, sent);
    result.burst = { events: sent, ms: Math.round(performance.now() - filling) };
    const { records, ms, same, cache, search } = await call(views.client, 'Rebuild', { check: true });
    result.rebuild = {
      records: Number(records),
      ms: Math.round(ms),
      perSecond: Math.round((records * 1000) / ms),
      same,
    };
    result.rows = { cache: Number(cache.rows), search: Number(search.rows) };
  } finally {
    views?.client.close();
    views?.child.kill('SIGTERM');
    await brokers.stop();
  }
  console.log(JSON.stringify(result, null, 2));
  mkdirSync(path.dirname(values.json), { recursive: true });
  writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
}

await main();
