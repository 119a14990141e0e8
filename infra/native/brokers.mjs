/** Brokers as own processes under one folder: started all at once, kept running, stopped without a trace. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startActivemq } from './activemq.mjs';
import { keep } from './keep.mjs';
import { startKafka, startKafkaCluster } from './kafka.mjs';
import { startMoto } from './moto.mjs';
import { choosePorts, table } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { stopProcess } from './processes.mjs';
import { startRabbitmq } from './rabbitmq.mjs';

export const starters = {
  rabbitmq: startRabbitmq,
  kafka: startKafka,
  postgres: startPostgres,
  activemq: startActivemq,
  moto: startMoto,
  kafka3: startKafkaCluster,
};

/**
 * Starts the named brokers in `base`, all at once; a broker that dies is started again with the same ports and data.
 * @param which some of 'rabbitmq', 'kafka', 'postgres', 'activemq', 'moto'
 * @param ports 'free' for any, 'table' for those of ports.mjs (others where taken)
 * @param before what must be done before a broker can start, by name (its installation); others do not wait for it
 * @returns {addresses, ports, kept, process(name), kill(name, signal), waitReady(), stop()} before any of them is up;
 *   `addresses` is complete when `waitReady()` has resolved
 */
export async function launchBrokers({
  base,
  which,
  ports = 'free',
  before = {},
  onLine,
  onChange = () => {},
  onReady = () => {},
}) {
  mkdirSync(base, { recursive: true });
  const chosen = {};
  for (const name of which) chosen[name] = await choosePorts(table[name], { anyFree: ports === 'free' });
  const addresses = {};
  const kept = which.map((name) =>
    keep({
      name,
      onLine,
      onChange,
      patience: 2,
      start: async (attempt, onSpawn) => {
        await before[name];
        const start = { base: join(base, name), ports: chosen[name], onSpawn: (all) => onSpawn(all.map(stoppable)) };
        const broker = await starters[name](start);
        Object.assign(addresses, broker.addresses);
        if (attempt === 0) onReady(name);
        return broker;
      },
    }),
  );
  const find = (name) => kept.find((one) => one.name === name);
  return {
    addresses,
    ports: chosen,
    kept,
    process: find,
    kill: (name, signal = 'SIGKILL') => find(name).kill(signal),
    waitReady: (name) => (name ? find(name).up() : Promise.all(kept.map((one) => one.up()))),
    stop: () => Promise.all(kept.map((one) => one.stop())),
  };
}

/** `launchBrokers`, and waits until all of them answer; stops them all where one can't start. */
export async function startBrokers(options) {
  const brokers = await launchBrokers(options);
  try {
    await brokers.waitReady();
    return brokers;
  } catch (error) {
    await brokers.stop();
    throw error;
  }
}

const stoppable = (process) => ({ ...process, stop: (options) => stopProcess(process, options) });
