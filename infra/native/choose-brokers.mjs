/** Which brokers a system uses: those of the environment, Docker's, or own processes. */
import { join } from 'node:path';
import { Usage } from './args.mjs';
import { launchBrokers } from './brokers.mjs';
import { findCompose, startDocker } from './docker.mjs';
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

/**
 * Opens the brokers of that kind: {kind, addresses, kept, waitReady(), stop()}, before they are ready. Brokers of the
 * environment are neither started nor stopped.
 */
export async function openBrokers(kind, { install, onLine, onReady, onChange, base = home() }) {
  const databaseUrl = process.env.DATABASE_URL || undefined;
  const open = {
    env: async () => ({ addresses: brokersOfEnvironment(), kept: [], waitReady: async () => {}, stop: async () => {} }),
    docker: async () => {
      const compose = await findCompose();
      if (!compose)
        throw new BrokerMissing('No Docker daemon with compose answers. Start it, or use --brokers native.');
      return { waitReady: async () => {}, ...(await startDocker(compose)) };
    },
    native: async () => {
      const which = ['rabbitmq', 'kafka'];
      const before = installBrokers(which, { install, onLine });
      return launchBrokers({ base: join(base, 'brokers'), which, ports: 'table', before, onLine, onReady, onChange });
    },
  };
  const brokers = await open[kind]();
  if (databaseUrl) brokers.addresses.databaseUrl = databaseUrl;
  return { kind, ...brokers };
}
