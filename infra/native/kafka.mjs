/** Kafka in KRaft mode (broker and controller in one process): one broker, or three; the jars are fetched by the pom beside. */
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { certifyJava, javaCertificate } from './certificate.mjs';
import { jarsOf } from './jars.mjs';
import { root } from './paths.mjs';
import { isAlive, signalProcess, startProcess, stopProcess, tail, untilReady } from './processes.mjs';

const jars = jarsOf('kafka', 'Kafka');
export const { isInstalled, fetch: fetchKafka, count: jarCount } = jars;

/** Who may come in by the listener with SASL PLAIN over TLS: as with Event Hubs, a fixed name and a connection string. */
const login = {
  user: '$ConnectionString',
  password: 'Endpoint=sb://127.0.0.1/;SharedAccessKeyName=parley;SharedAccessKey=cGFybGV5',
};

/** The further listener of a broker that has a port for it. */
const guarded = (base, port) => {
  const { store, password } = javaCertificate(base);
  return `
listener.name.sasl.sasl.enabled.mechanisms=PLAIN
listener.name.sasl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_${login.user}="${login.password}";
listener.name.sasl.ssl.keystore.type=PKCS12
listener.name.sasl.ssl.keystore.location=${store}
listener.name.sasl.ssl.keystore.password=${password}
listener.name.sasl.ssl.key.password=${password}
`;
};

/** `cluster`: the ports of all its brokers, of which this is number `id`. */
const configuration = ({ base, ports, id, cluster }) => `
process.roles=broker,controller
node.id=${id}
controller.quorum.voters=${cluster.map(({ controller }, index) => `${index + 1}@127.0.0.1:${controller}`).join(',')}
listeners=PLAINTEXT://127.0.0.1:${ports.broker},CONTROLLER://127.0.0.1:${ports.controller}${ports.sasl ? `,SASL://127.0.0.1:${ports.sasl}` : ''}
advertised.listeners=PLAINTEXT://127.0.0.1:${ports.broker}${ports.sasl ? `,SASL://127.0.0.1:${ports.sasl}` : ''}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_SSL
${ports.sasl ? guarded(base, ports.sasl) : ''}
default.replication.factor=${cluster.length}
min.insync.replicas=${Math.ceil(cluster.length / 2)}
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
group.min.session.timeout.ms=1000
log.retention.check.interval.ms=1000
log.initial.task.delay.ms=1000
group.coordinator.threads=1
offsets.topic.num.partitions=4
offsets.topic.replication.factor=${cluster.length}
transaction.state.log.num.partitions=4
transaction.state.log.replication.factor=${cluster.length}
transaction.state.log.min.isr=${Math.ceil(cluster.length / 2)}
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=${cluster.length}
share.coordinator.state.topic.min.isr=${Math.ceil(cluster.length / 2)}
log.cleaner.dedupe.buffer.size=8388608
log.segment.bytes=67108864
`;

async function format(base, log) {
  if (existsSync(join(base, 'data', 'meta.properties'))) return;
  const id = randomBytes(16).toString('base64url');
  const args = jars.java(['-Xmx128m', '-XX:TieredStopAtLevel=1']);
  const command = ['kafka.tools.StorageTool', 'format', `--cluster-id=${id}`, '-c', join(base, 'server.properties')];
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

function write({ base, ...node }) {
  mkdirSync(join(base, 'data'), { recursive: true });
  writeFileSync(join(base, 'server.properties'), configuration({ base, ...node }));
}

/** Starts a broker whose storage is formatted, and returns when it answers. `quick`: it starts in 4 s of CPU instead of 6, and is never optimised. */
async function startNode({ base, ports, heapMb, quick, onSpawn = () => {} }) {
  const log = join(base, 'kafka.log');
  const from = existsSync(log) ? readFileSync(log).length : 0;
  const args = jars.java([
    '-Xms48m',
    `-Xmx${heapMb}m`,
    '-Xss512k',
    '-XX:ReservedCodeCacheSize=48m',
    ...(quick ? ['-XX:TieredStopAtLevel=1'] : []),
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
  };
}

/**
 * Starts one broker in `base` (data there is used again) and returns when it answers. `ports`: {broker, controller}, and
 * {sasl} for a further listener with SASL PLAIN over TLS; `kafkaSasl` says how to come in there. `quick`: for one that is
 * started often and not used long.
 */
export async function startKafka({ base, ports, quick, onSpawn }) {
  write({ base, ports, id: 1, cluster: [ports] });
  await Promise.all([format(base, join(base, 'kafka.log')), ports.sasl && certifyJava(base)]);
  const started = await startNode({ base, ports, heapMb: 256, quick, onSpawn });
  const { user, password } = login;
  const who = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  const ca = encodeURIComponent(javaCertificate(base).ca);
  return {
    ...started,
    addresses: {
      kafkaBrokers: `127.0.0.1:${ports.broker}`,
      ...(ports.sasl && { kafkaSasl: `kafka+ssl://${who}@127.0.0.1:${ports.sasl}/?ca=${ca}` }),
    },
  };
}

/** The ports of three brokers: `broker1`, `controller1`, `broker2` … → [{broker, controller}, …]. */
const nodesOf = (ports) =>
  [1, 2, 3].map((id) => ({ broker: ports[`broker${id}`], controller: ports[`controller${id}`] }));

/** Formats the first of the cluster; the others' storage is the same but for its two names. */
async function formatCluster(bases) {
  const [first, ...others] = bases;
  await format(first, join(first, 'kafka.log'));
  for (const [index, base] of others.entries()) {
    const file = join(base, 'data', 'meta.properties');
    if (existsSync(file)) continue;
    rmSync(join(base, 'data'), { recursive: true, force: true });
    cpSync(join(first, 'data'), join(base, 'data'), { recursive: true });
    const text = readFileSync(file, 'utf8').replace(/^node\.id=.*$/m, `node.id=${index + 2}`);
    writeFileSync(file, text.replace(/^directory\.id=.*$/m, `directory.id=${randomBytes(16).toString('base64url')}`));
  }
}

/**
 * Starts three brokers that are one cluster, every partition on all three, a write acknowledged when two have it. With
 * `only`: that one again (1, 2 or 3). Returns when they answer.
 */
export async function startKafkaCluster({ base, ports, only }) {
  const cluster = nodesOf(ports);
  const bases = cluster.map((_, index) => join(base, String(index + 1)));
  for (const [index, each] of cluster.entries()) write({ base: bases[index], ports: each, id: index + 1, cluster });
  await formatCluster(bases);
  const ids = only ? [only] : [1, 2, 3];
  const start = (id) => startNode({ base: bases[id - 1], ports: cluster[id - 1], heapMb: 160, quick: true });
  const results = await Promise.allSettled(ids.map(start));
  const failed = results.find(({ status }) => status === 'rejected');
  const stop = () => Promise.all(results.map(({ value }) => value?.stop()));
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return {
    processes: results.flatMap(({ value }) => value.processes),
    stop,
    addresses: { kafkaBrokers: cluster.map(({ broker }) => `127.0.0.1:${broker}`).join(',') },
  };
}
