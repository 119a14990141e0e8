/** Brokers by Docker, from infra/compose.yaml. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { home, root } from './paths.mjs';
import { choosePorts, isOpen, table } from './ports.mjs';
import { runLogged } from './install.mjs';
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

/** Starts the brokers of compose.yaml; resolves when both answer. `stop()` removes the containers and keeps the data. */
export async function startDocker(compose) {
  const [command, ...prefix] = compose;
  const { amqp, management } = await choosePorts({ amqp: table.rabbitmq.amqp, management: table.rabbitmq.management });
  const { broker } = await choosePorts({ broker: table.kafka.broker });
  const env = { ...process.env, PARLEY_AMQP_PORT: amqp, PARLEY_RABBIT_API_PORT: management, PARLEY_KAFKA_PORT: broker };
  const call = (...args) =>
    runLogged(command, [...prefix, ...project, ...args], { log: home('log', 'compose.log'), env });
  await call('up', '-d');
  const addresses = {
    amqpUrl: `amqp://guest:guest@127.0.0.1:${amqp}`,
    rabbitApi: `http://guest:guest@127.0.0.1:${management}`,
    kafkaBrokers: `127.0.0.1:${broker}`,
  };
  const all = async () => (await Promise.all([amqp, management, broker].map((port) => isOpen(port)))).every(Boolean);
  await until(all, { what: 'the start of the brokers in Docker', withinMs: 180_000, everyMs: 500 });
  return { addresses, kept: [], stop: () => call('down') };
}

/** Removes the data of the brokers in Docker. */
export async function wipeDocker(compose) {
  const [command, ...prefix] = compose;
  await runLogged(command, [...prefix, ...project, 'down', '-v'], { log: home('log', 'compose.log') });
}
