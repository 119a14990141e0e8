// node bench/ledger.mjs: acknowledged writes a second through three replicas, how long a local read takes, and how soon a new replica is there.
// Closed loop: each client writes again when it was answered. No targets here: numbers, and what they were measured on.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { startBrokers } from '../infra/native/brokers.mjs';
import { build } from '../infra/native/build.mjs';
import { home, root } from '../infra/native/paths.mjs';

const require = createRequire(import.meta.url);
const grpc = require('@grpc/grpc-js');
const { loadSync } = require('@grpc/proto-loader');
const { Kafka, logLevel } = require('kafkajs');
const protobuf = require('protobufjs');
const { v7: uuid } = require('uuid');

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '64' },
    seconds: { type: 'string', default: '10' },
    operations: { type: 'string', default: '0' },
    json: { type: 'string', default: home('bench', 'ledger.json') },
  },
});
const [clients, seconds, operations] = [values.clients, values.seconds, values.operations].map(Number);
/** Operations from one snapshot to the next, as by default. */
const every = 50_000;
const base = home('bench', 'ledger');
const dist = home('bench', 'ledger-dist');
const proto = 'parley/ledger/v1/ledger.proto';
const { Ledger } = grpc.loadPackageDefinition(
  loadSync(proto, { includeDirs: [path.join(root, 'proto')], longs: String, defaults: true }),
).parley.ledger.v1;

const running = [];
async function startReplica(name, brokers, every) {
  const since = performance.now();
  const child = spawn(process.execPath, [path.join(dist, 'ledger.cjs')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      PARLEY_NAME: name,
      PARLEY_DATA: path.join(base, 'data'),
      PARLEY_KAFKA_BROKERS: brokers,
      PARLEY_SNAPSHOT_EVERY: String(every),
      PARLEY_LOG: 'warn',
    },
  });
  running.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('ready ')) continue;
    const client = new Ledger(`127.0.0.1:${JSON.parse(line.slice(6)).grpc}`, grpc.credentials.createInsecure(), {
      'grpc.use_local_subchannel_pool': 1,
    });
    return { name, child, client, readyMs: performance.now() - since };
  }
  throw new Error(`${name} ended`);
}

const call = (client, method, request, deadlineMs = 30_000) =>
  new Promise((resolve, reject) =>
    client[method](request, { deadline: Date.now() + deadlineMs }, (error, answer) =>
      error ? reject(error) : resolve(answer),
    ),
  );

const quantile = (times, q) => times[Math.min(times.length - 1, Math.floor(times.length * q))];
const summary = (times, ms) => {
  times.sort((a, b) => a - b);
  const round = (n) => Math.round(n * 100) / 100;
  return {
    perSecond: Math.round((times.length * 1000) / ms),
    p50: round(quantile(times, 0.5)),
    p99: round(quantile(times, 0.99)),
    n: times.length,
  };
};

/** `workers` that each do `one` again and again for some seconds. */
async function closedLoop(workers, forSeconds, one) {
  const times = [];
  const since = performance.now();
  const end = since + forSeconds * 1000;
  const work = async (worker) => {
    for (let n = 0; performance.now() < end; n += 1) {
      const at = performance.now();
      await one(worker, n);
      times.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
  return summary(times, performance.now() - since);
}

/** Seconds of CPU that a process has used so far: what limits the writes is seen by it. */
const cpuOf = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

const write = (replicas) => (worker) =>
  call(replicas[worker % replicas.length].client, 'Write', {
    operationId: uuid(),
    debit: { customer: `c${worker}`, amount: '1' },
  });

/** The same load on the log alone, by the client as it comes: one record a send, acknowledged by all. */
async function rawLog(brokers) {
  const kafka = new Kafka({ brokers: brokers.split(','), clientId: 'bench', logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 'raw', numPartitions: 1 }] });
  await admin.disconnect();
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const value = Buffer.alloc(100);
  const result = await closedLoop(clients, seconds, () =>
    producer.send({ topic: 'raw', acks: -1, messages: [{ key: uuid(), value }] }),
  );
  await producer.disconnect();
  return result;
}

/** Operations put into the log as a replica would, as fast as the log takes them. */
async function fillLog(brokers, count) {
  const messages = new protobuf.Root();
  messages.resolvePath = (_, target) => path.join(root, 'proto', target);
  messages.loadSync(proto);
  const Operation = messages.lookupType('parley.ledger.v1.Operation');
  const kafka = new Kafka({ brokers: brokers.split(','), clientId: 'bench', logLevel: logLevel.NOTHING });
  const producer = kafka.producer();
  await producer.connect();
  for (let done = 0; done < count; done += 2000) {
    const some = Array.from({ length: Math.min(2000, count - done) }, (_, i) => {
      const operationId = uuid();
      const debit = { customer: `c${(done + i) % 4000}`, amount: 1 };
      const replica = `ledger-${1 + (i % 3)}`;
      return { key: operationId, value: Buffer.from(Operation.encode({ operationId, replica, debit }).finish()) };
    });
    await producer.send({ topic: 'ledger', acks: -1, messages: some });
  }
  await producer.disconnect();
}

async function reached(client, version) {
  const since = performance.now();
  await call(client, 'Read', { name: 'X', atLeast: String(version), waitMs: 60_000 }, 600_000).catch(() =>
    reached(client, version),
  );
  return performance.now() - since;
}

async function main() {
  rmSync(base, { recursive: true, force: true });
  await build({ dist });
  const brokers = await startBrokers({ base: path.join(base, 'brokers'), which: ['kafka'] });
  const { kafkaBrokers } = brokers.addresses;
  const result = {
    machine: { cpus: os.cpus().length, model: os.cpus()[0].model, node: process.version, load: os.loadavg() },
    clients,
    seconds,
  };
  try {
    const replicas = await Promise.all([1, 2, 3].map((n) => startReplica(`ledger-${n}`, kafkaBrokers, every)));
    await closedLoop(clients, 2, write(replicas));
    const processes = { bench: process.pid, kafka: brokers.process('kafka').pid };
    for (const { name, child } of replicas) processes[name] = child.pid;
    const cpu = () => Object.entries(processes).map(([name, pid]) => [name, cpuOf(pid)]);
    const before = cpu();
    result.writes = await closedLoop(clients, seconds, write(replicas));
    result.cpuSecondsOfWrites = Object.fromEntries(
      cpu().map(([name, at], i) => [name, Math.round(100 * (at - before[i][1])) / 100]),
    );
    result.localReads = await closedLoop(1, Math.min(seconds, 5), () =>
      call(replicas[0].client, 'Read', { customer: 'c0' }),
    );
    let reads;
    const loaded = closedLoop(8, Math.min(seconds, 5), write(replicas));
    reads = await closedLoop(1, Math.min(seconds, 5), () => call(replicas[0].client, 'Read', { customer: 'c0' }));
    result.localReadsBesideWrites = { ...reads, writesPerSecond: (await loaded).perSecond };
    result.rawLog = await rawLog(kafkaBrokers);
    result.ratioToRawLog = Math.round((100 * result.writes.perSecond) / result.rawLog.perSecond) / 100;
    if (operations > 0) {
      const { version: before } = await call(replicas[0].client, 'Status', {});
      const filling = performance.now();
      await fillLog(kafkaBrokers, operations);
      const filledMs = performance.now() - filling;
      await Promise.all(replicas.map(({ client }) => reached(client, Number(before) + operations)));
      const executedMs = performance.now() - filling;
      const noted = performance.now() + 60_000;
      // The newest snapshot is noted a little later.
      let [version, snapshot] = [Infinity, 0];
      while (version - snapshot >= 2 * every && performance.now() < noted) {
        const status = await call(replicas[0].client, 'Status', {});
        [version, snapshot] = [Number(status.version), Number(status.snapshot)];
      }
      const fresh = await startReplica('ledger-new', kafkaBrokers, every);
      result.newReplica = {
        operations: version,
        snapshot,
        logFilledMs: Math.round(filledMs),
        executedMs: Math.round(executedMs),
        readyMs: Math.round(fresh.readyMs),
        caughtUpMs: Math.round(fresh.readyMs + (await reached(fresh.client, version))),
      };
    }
  } finally {
    for (const child of running) child.kill('SIGTERM');
    await Promise.all(running.map((child) => new Promise((resolve) => child.once('exit', resolve))));
    await brokers.stop();
  }
  mkdirSync(path.dirname(values.json), { recursive: true });
  writeFileSync(values.json, JSON.stringify(result, null, 2));
  console.log(JSON.stringify(result, null, 2));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
