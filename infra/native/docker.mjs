/** Brokers by Docker, from infra/compose.yaml. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { home, root } from './paths.mjs';
import { choosePorts, isOpen, table } from './ports.mjs';
import { runLogged } from './commands.mjs';
import { until } from './processes.mjs';

const run = promisify(execFile);
const succeeds = (command, args) =>
  run(command, args, { timeout: 4000 }).then(
    () => true,
    () => false,
  );

/**
 * How to call compose here: ['docker', 'compose'] or ['docker-compose']; undefined where no daemon answers within 4 s (a
 * client without a daemon is common) or there is no compose.
 */
export async function findCompose() {
  if (!(await succeeds('docker', ['version', '--format', '{{.Server.Version}}']))) return undefined;
  if (await succeeds('docker', ['compose', 'version'])) return ['docker', 'compose'];
  if (await succeeds('docker-compose', ['version'])) return ['docker-compose'];
  return undefined;
}

const file = join(root, 'infra/compose.yaml');
const project = ['-f', file, '-p', 'parley'];

/**
 * Starts the brokers of compose.yaml; resolves when both answer. `stop()` removes the containers and keeps the data;
 * `onStarting` is given it before the first container can be there.
 */
export async function startDocker(compose, { onStarting = () => {} } = {}) {
  const [command, ...prefix] = compose;
  const { amqp, management } = await choosePorts({ amqp: table.rabbitmq.amqp, management: table.rabbitmq.management });
  const { broker } = await choosePorts({ broker: table.kafka.broker });
  const env = { ...process.env, PARLEY_AMQP_PORT: amqp, PARLEY_RABBIT_API_PORT: management, PARLEY_KAFKA_PORT: broker };
  const log = home('log', 'compose.log');
  const starting = runLogged(command, [...prefix, ...project, 'up', '-d'], { log, env });
  const stop = async () => {
    // One that was asked to end may still be making containers.
    await starting.catch(() => {});
    await runLogged(command, [...prefix, ...project, 'down'], { log, env, last: true });
  };
  onStarting(stop);
  await starting;
  const addresses = {
    amqpUrl: `amqp://guest:guest@127.0.0.1:${amqp}`,
    rabbitApi: `http://guest:guest@127.0.0.1:${management}`,
    kafkaBrokers: `127.0.0.1:${broker}`,
  };
  const all = async () => (await Promise.all([amqp, management, broker].map((port) => isOpen(port)))).every(Boolean);
  await until(all, { what: 'the start of the brokers in Docker', withinMs: 180_000, everyMs: 500 });
  return { addresses, kept: [], stop };
}

async function end(compose, ...flags) {
  const [command, ...prefix] = compose;
  await runLogged(command, [...prefix, ...project, 'down', ...flags], { log: home('log', 'compose.log') });
}

/** Removes the containers of the brokers in Docker, whoever started them. */
export const stopDocker = (compose) => end(compose);

/** Removes them, and the brokers' data. */
export const wipeDocker = (compose) => end(compose, '-v');
