/** Which brokers a system uses: those of the environment, Docker's, or own processes. */
import { join } from 'node:path';
import { Usage } from './args.mjs';
import { launchBrokers } from './brokers.mjs';
import { findCompose, startDocker, wipeDocker } from './docker.mjs';
import { BrokerMissing, installBrokers } from './install.mjs';
import { home } from './paths.mjs';

/** The brokers that the environment names; undefined when it names none; half of them is a mistake. */
export function brokersOfEnvironment(env = process.env) {
  const { PARLEY_AMQP_URL: amqpUrl, PARLEY_KAFKA_BROKERS: kafkaBrokers, PARLEY_RABBIT_API: rabbitApi } = env;
  if (!amqpUrl && !kafkaBrokers) return undefined;
  if (!amqpUrl || !kafkaBrokers)
    throw new Usage('PARLEY_AMQP_URL and PARLEY_KAFKA_BROKERS go together: one of them is missing');
  return { amqpUrl, kafkaBrokers, rabbitApi };
}

/** Decides by the wish, else in the order environment, Docker, native. Resolves to 'env', 'docker' or 'native'. */
export async function chooseBrokers(wish, { env = process.env, compose = findCompose } = {}) {
  const given = brokersOfEnvironment(env);
  if (wish === 'env' && !given) throw new Usage('--brokers env needs PARLEY_AMQP_URL and PARLEY_KAFKA_BROKERS');
  if (wish) return wish;
  if (given) return 'env';
  return (await compose()) ? 'docker' : 'native';
}

/** Throws Usage where `--fresh` would have to empty brokers of the environment. */
export function refuseFresh({ fresh, brokers }, env = process.env) {
  if (!fresh || (brokers ?? (brokersOfEnvironment(env) && 'env')) !== 'env') return;
  throw new Usage(
    [
      '--fresh does not go with the brokers of PARLEY_AMQP_URL and PARLEY_KAFKA_BROKERS: others may use them, so nothing is',
      'deleted there; and queues that keep their messages would bring them to services that no longer know those orders.',
      'Either: --fresh --brokers native (or docker). Or: stop, delete the queues and the topic "orders" there, then',
      'npx parley down --purge, and start without --fresh.',
    ].join('\n'),
  );
}

/** How to call compose; rejects with BrokerMissing where there is no Docker. */
async function requireCompose() {
  const compose = await findCompose();
  if (compose) return compose;
  throw new BrokerMissing('No Docker daemon with compose answers. Start it, or use --brokers native.');
}

/** Removes the data that the brokers of that kind keep outside of `.parley`. */
export async function wipeBrokers(kind) {
  if (kind === 'docker') await wipeDocker(await requireCompose());
}

/**
 * Opens the brokers of that kind: {kind, addresses, kept, waitReady(), stop()}, before they are ready. Brokers of the
 * environment are neither started nor stopped. `onStarting` is given `stop` as soon as there is something to stop.
 */
export async function openBrokers(kind, { install, onLine, onReady, onChange, onStarting = () => {}, base = home() }) {
  const databaseUrl = process.env.DATABASE_URL || undefined;
  const open = {
    env: async () => ({ addresses: brokersOfEnvironment(), kept: [], waitReady: async () => {}, stop: async () => {} }),
    docker: async () => {
      const started = await startDocker(await requireCompose(), { onStarting });
      return { waitReady: async () => {}, ...started };
    },
    native: async () => {
      const which = ['rabbitmq', 'kafka'];
      const before = installBrokers(which, { install, onLine });
      const folder = join(base, 'brokers');
      const brokers = await launchBrokers({ base: folder, which, ports: 'table', before, onLine, onReady, onChange });
      onStarting(brokers.stop);
      return brokers;
    },
  };
  const brokers = await open[kind]();
  if (databaseUrl) brokers.addresses.databaseUrl = databaseUrl;
  return { kind, ...brokers };
}
