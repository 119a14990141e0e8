/**
 * Brokers for tests, and for people's runs of a style when no system is up, under `.parley/test`. Any number of runs share
 * them: the first one that needs a broker starts it, the last one stops it. `node infra/native/test-brokers.mjs up|down`
 * keeps them up in between. Those called mortal-… may be struck (`restart`): nobody else depends on them.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { starters } from './brokers.mjs';
import { installBrokers } from './install.mjs';
import { home, isMain, layout } from './paths.mjs';
import { freePort, freePortsOf } from './ports.mjs';
import { wipePostgres } from './postgres.mjs';
import { identity, isAlive, signalProcess, stopProcess } from './processes.mjs';
import { readRunState } from './run-state.mjs';
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
    PARLEY_TEST_AMQPS_URL: 'amqpsUrl',
    PARLEY_TEST_MQTTS_URL: 'mqttsUrl',
    PARLEY_TEST_STOMPS_URL: 'stompsUrl',
  },
  kafka: { PARLEY_TEST_KAFKA_BROKERS: 'kafkaBrokers', PARLEY_TEST_KAFKA_SASL_BROKERS: 'kafkaSasl' },
  postgres: { PARLEY_TEST_DATABASE_URL: 'databaseUrl' },
  activemq: { PARLEY_TEST_ACTIVEMQ_URL: 'activemqUrl' },
  moto: { PARLEY_TEST_MOTO_URL: 'motoUrl' },
};

/** The kind of broker that a name stands for: `mortal-kafka` is a kafka. */
const kindOf = (name) => name.replace(/^mortal-/, '');
const variablesOf = (name) => Object.entries(variables[name] ?? {});

/** What a broker of one's own need not have. */
const optional = ['KAFKA_SASL_BROKERS', 'AMQPS_URL', 'MQTTS_URL', 'STOMPS_URL'].map((name) => `PARLEY_TEST_${name}`);
const isGiven = (name) =>
  name in variables &&
  Object.keys(variables[name]).every((variable) => optional.includes(variable) || process.env[variable]);
const isUp = (broker) => broker !== undefined && broker.processes.every(isAlive);
const read = () => readJson(file) ?? { brokers: {}, holders: [], pinned: false };

async function stop(name, broker) {
  // A frozen process takes no other signal.
  for (const one of broker.processes) signalProcess(one.pid, 'SIGCONT');
  const signal = name === 'postgres' ? 'SIGINT' : 'SIGTERM';
  for (const one of broker.processes) await stopProcess(one, { signal });
  if (name === 'postgres') wipePostgres(join(base, name));
}

const stopAll = (brokers) => Promise.all(Object.entries(brokers).map((one) => stop(...one)));

/** What the state keeps of a broker. It may outlive this process: the next run may be using it. */
function noted({ processes, addresses }, ports) {
  for (const one of processes) one.unref();
  return { processes: processes.map(({ pid, started }) => ({ pid, started })), addresses, ports };
}

/** Starts brokers that nothing starts again when they stop: all of them, or none and the first error. */
async function startAll(names, { install, onLine }) {
  const before = installBrokers([...new Set(names.map(kindOf))], { install, onLine });
  const results = await Promise.allSettled(
    names.map(async (name) => {
      await before[kindOf(name)];
      const ports = {};
      for (const port of freePortsOf[kindOf(name)]) ports[port] = await freePort();
      const started = await starters[kindOf(name)]({ base: join(base, name), ports, quick: true });
      return { ...started, ports };
    }),
  );
  const failed = results.find(({ status }) => status === 'rejected');
  if (!failed) return Object.fromEntries(names.map((name, index) => [name, results[index].value]));
  await Promise.all(results.map(({ value }) => value?.stop()));
  throw failed.reason;
}

/** Makes the named brokers available to the process `holder`, until it ends or releases; resolves to what is noted of them. */
async function hold(needed, { holder, pin = false, install = true, onLine = () => {}, onStart = () => {} }) {
  return withLock(lock, async () => {
    const state = read();
    state.holders = state.holders.filter(isAlive);
    const missing = needed.filter((name) => !isUp(state.brokers[name]));
    if (missing.length > 0) {
      onStart(missing);
      for (const name of missing) if (state.brokers[name]) await stop(name, state.brokers[name]);
      for (const name of missing) rmSync(join(base, name), { recursive: true, force: true });
      mkdirSync(base, { recursive: true });
      const started = await startAll(missing, { install, onLine });
      for (const [name, one] of Object.entries(started)) state.brokers[name] = noted(one, one.ports);
    }
    const holders = state.holders.some(({ pid }) => pid === holder)
      ? state.holders
      : [...state.holders, identity(holder)];
    writeJson(file, { ...state, holders: pin ? state.holders : holders, pinned: state.pinned || pin });
    return Object.fromEntries(needed.map((name) => [name, state.brokers[name]]));
  });
}

/**
 * Makes the named brokers available and resolves to the variables that say where they are; those that the environment
 * gives already are left alone. PARLEY_TEST_RUN: the process in whose name tests may ask for further ones.
 */
export async function acquireTestBrokers(which, { pin = false, install = true, onLine } = {}) {
  const needed = which.filter((name) => !isGiven(name));
  const run = pin || process.env.PARLEY_TEST_RUN ? {} : { PARLEY_TEST_RUN: String(process.pid) };
  if (needed.length === 0) return run;
  const found = await hold(needed, { holder: process.pid, pin, install, onLine });
  const addresses = needed
    .flatMap((name) => variablesOf(name).map(([variable, address]) => [variable, found[name].addresses[address]]))
    .filter(([, address]) => address);
  return { ...Object.fromEntries(addresses), ...run };
}

/**
 * Strikes a broker, or the `node`-th (1, 2 …) of a cluster, and starts it again at the same ports and on the data that it
 * left. Resolves to what is noted of it when it answers.
 */
const restart = (name, signal, node) =>
  withLock(lock, async () => {
    const state = read();
    const broker = state.brokers[name];
    if (!broker || !(name.startsWith('mortal-') || node)) throw new Error(`there is no mortal broker ${name} up`);
    const [main, ...helpers] = node ? [broker.processes[node - 1]] : broker.processes;
    signalProcess(main.pid, 'SIGCONT');
    await stopProcess(main, { signal, graceMs: 30_000 });
    for (const one of helpers) await stopProcess(one);
    const again = { base: join(base, name), ports: broker.ports, quick: true };
    const started = await starters[kindOf(name)]({ ...again, only: node });
    const { processes } = noted(started, broker.ports);
    state.brokers[name] = { ...broker, processes: node ? broker.processes.with(node - 1, processes[0]) : processes };
    writeJson(file, state);
    return state.brokers[name];
  });

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

/** The addresses of a broker of the running system, where it has one of that kind. */
function ofSystem(name) {
  const state = readRunState(layout().state);
  const { ports } = state?.processes.find((one) => one.name === name) ?? {};
  if (!state?.live || !state.ready) return undefined;
  const { amqpUrl, rabbitApi, kafkaBrokers } = state.addresses;
  const at = (scheme, port) => port && `${scheme}://guest:guest@127.0.0.1:${port}`;
  if (name === 'rabbitmq' && rabbitApi)
    return { amqpUrl, rabbitApi, mqttUrl: at('mqtt', ports?.mqtt), stompUrl: at('stomp', ports?.stomp) };
  return name === 'kafka' && kafkaBrokers ? { kafkaBrokers } : undefined;
}

const titles = { rabbitmq: 'RabbitMQ', kafka: 'Kafka', activemq: 'ActiveMQ', moto: 'moto', kafka3: 'three Kafkas' };
const say = (line) => console.error(line);
const print = (value) => console.log(JSON.stringify(value));

const commands = {
  async up(which) {
    const found = await acquireTestBrokers(which.length > 0 ? which : ['rabbitmq', 'kafka', 'postgres'], {
      pin: true,
      onLine: say,
    });
    for (const [name, value] of Object.entries(found)) console.log(`export ${name}=${value}`);
  },
  down: () => releaseTestBrokers({ unpin: true }),
  /** Prints what is noted of a broker that is held in the name of the process `pid`, which releases it. */
  async 'hold-for'([pid, name]) {
    print((await hold([name], { holder: Number(pid), onLine: say }))[name]);
  },
  /**
   * The running system's broker, where it has all of the `wanted` addresses. Or else as above, but held until standard input
   * ends: however the one who started this ends, the broker ends after it.
   */
  async hold([name, ...wanted]) {
    const over = new Promise((resolve) => process.stdin.resume().once('end', resolve).once('error', resolve));
    const addresses = ofSystem(name);
    if (addresses && wanted.every((address) => addresses[address]))
      return print({ addresses, processes: [], ports: {} });
    const why = name.startsWith('mortal-') ? 'one that may be killed' : 'no broker is running';
    const onStart = () => say(`${why}: starting ${titles[kindOf(name)]} for this run`);
    try {
      print((await hold([name], { holder: process.pid, onLine: say, onStart }))[name]);
      await over;
    } finally {
      await releaseTestBrokers();
    }
  },
  async restart([name, signal, node]) {
    print(await restart(name, signal, node && Number(node)));
  },
};

async function main([command, ...args]) {
  if (Object.hasOwn(commands, command ?? '')) return commands[command](args);
  console.error('usage: node infra/native/test-brokers.mjs up [rabbitmq] [kafka] [postgres] [activemq] [moto] | down');
  process.exit(2);
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
