/**
 * Brokers for tests, under `.parley/test`. Any number of test runs share them: the first one that needs a broker starts it,
 * the last one stops it. `node infra/native/test-brokers.mjs up|down` keeps them up in between.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { starters } from './brokers.mjs';
import { installBrokers } from './install.mjs';
import { home, isMain } from './paths.mjs';
import { choosePorts, table } from './ports.mjs';
import { wipePostgres } from './postgres.mjs';
import { identity, isAlive, stopProcess } from './processes.mjs';
import { readJson, withLock, writeJson } from './state.mjs';

const base = home('test');
const file = join(base, 'brokers.json');
const lock = join(home(), 'test.lock');

/** The variables by which tests find brokers, and the address that each one carries. */
const variables = {
  rabbitmq: {
    PARLEY_TEST_AMQP_URL: 'amqpUrl',
    PARLEY_TEST_RABBIT_API: 'rabbitApi',
    PARLEY_TEST_MQTT_URL: 'mqttUrl',
    PARLEY_TEST_STOMP_URL: 'stompUrl',
  },
  kafka: { PARLEY_TEST_KAFKA_BROKERS: 'kafkaBrokers' },
  postgres: { PARLEY_TEST_DATABASE_URL: 'databaseUrl' },
};

const isGiven = (name) => Object.keys(variables[name]).every((variable) => process.env[variable]);
const isUp = (broker) => broker !== undefined && broker.processes.every(isAlive);
const read = () => readJson(file) ?? { brokers: {}, holders: [], pinned: false };

const stopAll = (brokers) =>
  Promise.all(
    Object.entries(brokers).map(async ([name, broker]) => {
      const signal = name === 'postgres' ? 'SIGINT' : 'SIGTERM';
      for (const one of broker.processes) await stopProcess(one, { signal });
      if (name === 'postgres') wipePostgres(join(base, name));
    }),
  );

/** Starts brokers that nothing starts again when they stop: all of them, or none and the first error. */
async function startAll(names, { install, onLine }) {
  const before = installBrokers(names, { install, onLine });
  const results = await Promise.allSettled(
    names.map(async (name) => {
      await before[name];
      const ports = await choosePorts(table[name], { anyFree: true });
      return starters[name]({ base: join(base, name), ports });
    }),
  );
  const failed = results.find(({ status }) => status === 'rejected');
  if (!failed) return Object.fromEntries(names.map((name, index) => [name, results[index].value]));
  await Promise.all(results.map(({ value }) => value?.stop()));
  throw failed.reason;
}

/**
 * Makes the named brokers available and resolves to the variables that say where they are; those that the environment
 * gives already are left alone.
 */
export async function acquireTestBrokers(which, { pin = false, install = true, onLine } = {}) {
  const needed = which.filter((name) => !isGiven(name));
  if (needed.length === 0) return {};
  return withLock(lock, async () => {
    const state = read();
    state.holders = state.holders.filter(isAlive);
    const missing = needed.filter((name) => !isUp(state.brokers[name]));
    if (missing.length > 0) {
      await stopAll(
        Object.fromEntries(missing.filter((name) => state.brokers[name]).map((name) => [name, state.brokers[name]])),
      );
      for (const name of missing) rmSync(join(base, name), { recursive: true, force: true });
      mkdirSync(base, { recursive: true });
      const started = await startAll(missing, { install, onLine });
      for (const [name, { processes, addresses }] of Object.entries(started)) {
        // They may outlive this process: the next test run may be using them.
        for (const one of processes) one.unref();
        state.brokers[name] = { processes: processes.map(({ pid, started: at }) => ({ pid, started: at })), addresses };
      }
    }
    const holders = [...state.holders, identity(process.pid)];
    writeJson(file, { ...state, holders: pin ? state.holders : holders, pinned: state.pinned || pin });
    return Object.fromEntries(
      needed.flatMap((name) =>
        Object.entries(variables[name]).map(([variable, address]) => [
          variable,
          state.brokers[name].addresses[address],
        ]),
      ),
    );
  });
}

/** Gives back what `acquireTestBrokers` gave; the brokers stop with their last user, unless they are pinned. */
export function releaseTestBrokers({ unpin = false } = {}) {
  return withLock(lock, async () => {
    const state = read();
    const holders = state.holders.filter((one) => one.pid !== process.pid && isAlive(one));
    const pinned = state.pinned && !unpin;
    if (pinned || (holders.length > 0 && !unpin)) return writeJson(file, { ...state, holders, pinned });
    await stopAll(state.brokers);
    rmSync(base, { recursive: true, force: true });
  });
}

async function main([command, ...which]) {
  if (command === 'down') return releaseTestBrokers({ unpin: true });
  if (command !== 'up') {
    console.error('usage: node infra/native/test-brokers.mjs up [rabbitmq] [kafka] [postgres] | down');
    process.exit(2);
  }
  const found = await acquireTestBrokers(which.length > 0 ? which : Object.keys(variables), {
    pin: true,
    onLine: (line) => console.error(line),
  });
  for (const [name, value] of Object.entries(found)) console.log(`export ${name}=${value}`);
}

if (isMain(import.meta.url)) {
  main(process.argv.slice(2)).then(
    () => process.exit(0),
    (error) => {
      console.error(error.message);
      process.exit(error.exitCode ?? 1);
    },
  );
}
