/** RabbitMQ from the system's package, as an own process: own node name, ports, folders, cookie and port mapper (epmd). */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { certifyPem, pemCertificate } from './certificate.mjs';
import { isOpen } from './ports.mjs';
import { startProcess, stopProcess, untilReady, signalProcess, isAlive } from './processes.mjs';

const scripts = '/usr/lib/rabbitmq/bin';

export const isInstalled = () => existsSync(`${scripts}/rabbitmq-server`);

/** What the broker speaks besides AMQP 0-9-1, by plug-ins that come with it; AMQP 1.0 on AMQP's own port. */
const plugins = ['management', 'amqp1_0', 'mqtt', 'stomp', 'federation', 'shovel'].map((name) => `rabbitmq_${name}`);

/** The listeners over TLS of a broker that has ports for them. */
const guarded = (base, { amqps, mqtts, stomps }) => `
listeners.ssl.1 = 127.0.0.1:${amqps}
mqtt.listeners.ssl.1 = 127.0.0.1:${mqtts}
stomp.listeners.ssl.1 = 127.0.0.1:${stomps}
ssl_options.certfile = ${pemCertificate(base).ca}
ssl_options.keyfile = ${pemCertificate(base).key}
ssl_options.verify = verify_none
`;

const configuration = (base, { amqp, management, mqtt, stomp, ...secured }) => `
listeners.tcp.1 = 127.0.0.1:${amqp}
mqtt.listeners.tcp.1 = 127.0.0.1:${mqtt}
stomp.listeners.tcp.1 = 127.0.0.1:${stomp}
${secured.amqps ? guarded(base, secured) : ''}
management.tcp.ip = 127.0.0.1
management.tcp.port = ${management}
vm_memory_high_watermark.absolute = 1GB
mqtt.prefetch = 50
disk_free_limit.absolute = 256MB
raft.wal_max_size_bytes = 33554432
collect_statistics_interval = 2000
log.console = true
log.console.level = info
log.file = false
`;

function prepare(base, ports) {
  const folder = (name) => join(base, name);
  for (const name of ['home', 'data', 'log']) mkdirSync(folder(name), { recursive: true });
  const cookie = join(folder('home'), '.erlang.cookie');
  if (!existsSync(cookie)) {
    writeFileSync(cookie, randomBytes(20).toString('hex'));
    chmodSync(cookie, 0o400);
  }
  writeFileSync(folder('rabbitmq.conf'), configuration(base, ports));
  writeFileSync(folder('plugins'), `[${plugins.join(',')}].\n`);
  return {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    HOME: folder('home'),
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    // Erlang starts a mapper of its own where it finds none, and nobody would end that one.
    ERL_FLAGS: '-start_epmd false',
    RABBITMQ_NODENAME: 'parley@localhost',
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(ports.amqp),
    RABBITMQ_DIST_PORT: String(ports.distribution),
    RABBITMQ_CONFIG_FILE: folder('rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: folder('none'),
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_MNESIA_BASE: folder('data'),
    RABBITMQ_LOG_BASE: folder('log'),
    RABBITMQ_ENABLED_PLUGINS_FILE: folder('plugins'),
    // With this the script becomes the server, instead of staying as a shell that translates signals.
    RUNNING_UNDER_SYSTEMD: 'true',
    RABBITMQ_LOG: '-color',
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS:
      '+S 2:2 +SDcpu 1:1 +SDio 2 +A 8 +B i -kernel inet_dist_use_interface {127,0,0,1}',
  };
}

async function answers(management) {
  const authorization = `Basic ${Buffer.from('guest:guest').toString('base64')}`;
  const url = `http://127.0.0.1:${management}/api/overview`;
  return fetch(url, { headers: { authorization }, signal: AbortSignal.timeout(2000) }).then(
    (response) => response.ok,
    () => false,
  );
}

/**
 * Starts the broker in `base` (data there is used again) and returns when AMQP and the management API answer.
 * `ports`: {amqp, management, mqtt, stomp, distribution, epmd}, and {amqps, mqtts, stomps} for the same over TLS, whose
 * addresses name the certificate to trust. `onSpawn` is told the processes as they start.
 */
export async function startRabbitmq({ base, ports, onSpawn = () => {} }) {
  const env = prepare(base, ports);
  const log = join(base, 'rabbitmq.log');
  if (ports.amqps) await certifyPem(base);
  const ca = `?ca=${encodeURIComponent(pemCertificate(base).ca)}`;
  const mapper = startProcess('epmd', ['-port', String(ports.epmd), '-address', '127.0.0.1'], {
    env,
    cwd: base,
    log: join(base, 'epmd.log'),
  });
  await untilReady(mapper, () => isOpen(ports.epmd), { name: 'epmd', withinMs: 20_000 });
  const server = startProcess(`${scripts}/rabbitmq-server`, [], { env, cwd: base, log });
  onSpawn([server, mapper]);
  const stop = async ({ graceMs = 30_000 } = {}) => {
    await stopProcess(server, { graceMs });
    await stopProcess(mapper, { graceMs: 2000 });
  };
  const exited = server.exited.then(async (how) => {
    await stopProcess(mapper, { graceMs: 2000 });
    return how;
  });
  const ready = async () => (await isOpen(ports.amqp)) && (await answers(ports.management));
  await untilReady(server, ready, { name: 'RabbitMQ', withinMs: 120_000 }).catch(async (error) => {
    await stop({ graceMs: 1000 });
    throw error;
  });
  return {
    pid: server.pid,
    processes: [server, mapper],
    exited,
    stop,
    kill: (signal) => signalProcess(server.pid, signal, { group: signal === 'SIGKILL' }),
    isAlive: () => isAlive(server),
    addresses: {
      amqpUrl: `amqp://guest:guest@127.0.0.1:${ports.amqp}`,
      rabbitApi: `http://guest:guest@127.0.0.1:${ports.management}`,
      mqttUrl: `mqtt://guest:guest@127.0.0.1:${ports.mqtt}`,
      stompUrl: `stomp://guest:guest@127.0.0.1:${ports.stomp}`,
      ...(ports.amqps && {
        amqpsUrl: `amqps://guest:guest@127.0.0.1:${ports.amqps}/${ca}`,
        mqttsUrl: `mqtts://guest:guest@127.0.0.1:${ports.mqtts}/${ca}`,
        stompsUrl: `stomp+ssl://guest:guest@127.0.0.1:${ports.stomps}/${ca}`,
      }),
    },
  };
}
