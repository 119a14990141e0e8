/** One Kafka broker in KRaft mode (broker and controller in one process); the jars are fetched by the pom beside this file. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { runLogged } from './commands.mjs';
import { home, root } from './paths.mjs';
import { isAlive, signalProcess, startProcess, stopProcess, tail, untilReady } from './processes.mjs';

const pom = join(root, 'infra/native/kafka/pom.xml');
const jars = home('kafka');

const wanted = () => createHash('sha256').update(readFileSync(pom)).digest('hex');
const present = () => {
  try {
    return readFileSync(join(jars, 'pom.sha256'), 'utf8');
  } catch {
    return '';
  }
};

/** True when the jars that the pom names are under `.parley/kafka`. */
export const isInstalled = () => present() === wanted();

/** Fetches the jars by Maven (about 45, 45 MB). */
export async function fetchKafka() {
  if (isInstalled()) return;
  const fresh = `${jars}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const goals = ['dependency:copy-dependencies', `-DoutputDirectory=${join(fresh, 'libs')}`, '-DincludeScope=runtime'];
  try {
    await runLogged('mvn', ['-q', '-B', '-f', pom, ...goals], { log: home('log', 'maven.log'), withinMs: 600_000 });
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Error(`Maven could not fetch Kafka's jars: ${error.message}`);
  }
  writeFileSync(join(fresh, 'pom.sha256'), wanted());
  rmSync(jars, { recursive: true, force: true });
  renameSync(fresh, jars);
}

const configuration = ({ base, ports }) => `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${ports.controller}
listeners=PLAINTEXT://127.0.0.1:${ports.broker},CONTROLLER://127.0.0.1:${ports.controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${ports.broker}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=${join(base, 'data')}
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
controller.quorum.election.timeout.ms=500
controller.quorum.fetch.timeout.ms=1000
auto.create.topics.enable=false
num.partitions=4
num.network.threads=2
num.io.threads=4
num.recovery.threads.per.data.dir=1
group.initial.rebalance.delay.ms=0
group.coordinator.threads=1
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
log.cleaner.dedupe.buffer.size=8388608
log.segment.bytes=67108864
`;

const java = (args) => ['-XX:+UseSerialGC', '-Xshare:auto', ...args, '-cp', join(jars, 'libs', '*')];

async function format(base, log) {
  if (existsSync(join(base, 'data', 'meta.properties'))) return;
  const id = randomBytes(16).toString('base64url');
  const args = java(['-Xmx128m', '-XX:TieredStopAtLevel=1']);
  const command = ['kafka.tools.StorageTool', 'format', '-t', id, '-c', join(base, 'server.properties')];
  const tool = startProcess('java', [...args, ...command], { env: process.env, cwd: base, log });
  const how = await tool.exited;
  if (how.code !== 0) throw new Error(`Kafka's storage could not be formatted; the end of ${log}:\n${tail(log)}`);
}

/** An ApiVersions request (key 18, version 0), the one that every broker answers before anything else. */
function answers(port) {
  const name = 'parley';
  const request = Buffer.alloc(4 + 2 + 2 + 4 + 2 + name.length);
  request.writeInt32BE(request.length - 4, 0);
  request.writeInt16BE(18, 4);
  request.writeInt32BE(7, 8);
  request.writeInt16BE(name.length, 12);
  request.write(name, 14);
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' }, () => socket.write(request));
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2000, () => end(false));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
    socket.once('data', (data) => end(data.length >= 10 && data.readInt32BE(4) === 7 && data.readInt16BE(8) === 0));
  });
}

/** A broker that was killed leaves lock files and no harm; its own log says "Kafka Server started" when it takes part. */
const startedAfter = (log, from) => {
  const text = existsSync(log) ? readFileSync(log).subarray(from).toString('utf8') : '';
  return text.includes('Kafka Server started');
};

/** Starts the broker in `base` (data there is used again) and returns when it answers. `ports`: {broker, controller}. */
export async function startKafka({ base, ports, onSpawn = () => {} }) {
  mkdirSync(join(base, 'data'), { recursive: true });
  const log = join(base, 'kafka.log');
  writeFileSync(join(base, 'server.properties'), configuration({ base, ports }));
  await format(base, log);
  const from = existsSync(log) ? readFileSync(log).length : 0;
  const args = java([
    '-Xms48m',
    '-Xmx256m',
    '-Xss512k',
    '-XX:ReservedCodeCacheSize=48m',
    '-Djava.awt.headless=true',
    `-Dlog4j2.configurationFile=${join(root, 'infra/native/kafka/log4j2.properties')}`,
  ]);
  const server = startProcess('java', [...args, 'kafka.Kafka', join(base, 'server.properties')], {
    env: process.env,
    cwd: base,
    log,
  });
  onSpawn([server]);
  const stop = ({ graceMs = 20_000 } = {}) => stopProcess(server, { graceMs });
  const ready = async () => startedAfter(log, from) && (await answers(ports.broker));
  await untilReady(server, ready, { name: 'Kafka', withinMs: 120_000 }).catch(async (error) => {
    await stop({ graceMs: 1000 });
    throw error;
  });
  return {
    pid: server.pid,
    processes: [server],
    exited: server.exited,
    stop,
    kill: (signal) => signalProcess(server.pid, signal),
    isAlive: () => isAlive(server),
    addresses: { kafkaBrokers: `127.0.0.1:${ports.broker}` },
  };
}

/** How many jars there are (for `parley doctor`). */
export const jarCount = () => (existsSync(join(jars, 'libs')) ? readdirSync(join(jars, 'libs')).length : 0);
