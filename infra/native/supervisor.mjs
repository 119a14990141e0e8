/** Starts the services, keeps them running, stops them in order. Used by `npm start`, `parley up` and the end-to-end tests. */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { keep } from './keep.mjs';
import { home, layout, root } from './paths.mjs';
import { choosePorts, table } from './ports.mjs';
import { isAlive, signalProcess, startProcess, stopProcess, tail, untilReady } from './processes.mjs';
import { openRunState } from './run-state.mjs';
import { offeredBy, ownEnvironment, processesOf } from './services.mjs';

const sizeOf = (file) => (existsSync(file) ? statSync(file).size : 0);
const saysReady = (log, from) =>
  existsSync(log) && /^ready \{/m.test(readFileSync(log).subarray(from).toString('utf8'));

/** A service that ends with this code has a configuration that no new start mends. */
const badConfiguration = 2;

async function startService({ name, bundle, env, log, onSpawn, graceMs = 20_000 }) {
  const from = sizeOf(log);
  const child = startProcess(process.execPath, ['--enable-source-maps', bundle], { env, cwd: root, log });
  const stop = (options) => stopProcess(child, { graceMs, ...options });
  onSpawn([{ ...child, stop }]);
  let how;
  child.exited.then((ended) => (how = ended));
  await untilReady(child, () => saysReady(log, from), { name, withinMs: 60_000 }).catch(async (error) => {
    await stop({ graceMs: 1000 });
    throw Object.assign(error, { fatal: how?.code === badConfiguration });
  });
  return {
    pid: child.pid,
    processes: [{ ...child, stop }],
    exited: child.exited,
    stop,
    kill: (signal) => signalProcess(child.pid, signal),
    isAlive: () => isAlive(child),
  };
}

/** The addresses under the names that people and tests use; `variables` is the same as given to the services. */
const named = (variables) => ({
  gateway: variables.PARLEY_GATEWAY,
  observer: variables.PARLEY_OTLP_URL,
  amqpUrl: variables.PARLEY_AMQP_URL,
  rabbitApi: variables.PARLEY_RABBIT_API,
  kafkaBrokers: variables.PARLEY_KAFKA_BROKERS,
  databaseUrl: variables.DATABASE_URL,
  smtpUrl: variables.PARLEY_SMTP_URL,
  otlpUrl: variables.PARLEY_OTLP_URL,
  orders: variables.PARLEY_ORDERS,
  pricing: variables.PARLEY_PRICING,
  inventory: variables.PARLEY_INVENTORY,
  fulfilment: variables.PARLEY_FULFILMENT,
  notifications: variables.PARLEY_NOTIFICATIONS,
  analytics: variables.PARLEY_ANALYTICS,
  ledger: variables.PARLEY_LEDGER,
  views: variables.PARLEY_VIEWS,
});

/** The variables that carry brokers' addresses. */
export const brokerVariables = ({ amqpUrl, rabbitApi, kafkaBrokers, databaseUrl }) => ({
  ...(amqpUrl && { PARLEY_AMQP_URL: amqpUrl }),
  ...(rabbitApi && { PARLEY_RABBIT_API: rabbitApi }),
  ...(kafkaBrokers && { PARLEY_KAFKA_BROKERS: kafkaBrokers }),
  ...(databaseUrl && { DATABASE_URL: databaseUrl }),
});

/** An id for one run: sortable by time. */
export const newRun = () => `${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`;

/**
 * Starts every service at once and returns without waiting: `waitReady()` does that. Options and result: supervisor.d.mts.
 */
export async function startSystem({
  base = home(),
  ports = 'free',
  brokers,
  instances = {},
  env = {},
  services: names,
  dist = home('dist'),
  run = newRun(),
  onLine = () => {},
  runState,
}) {
  const folders = layout(base);
  for (const folder of [folders.data, folders.mail, folders.log, folders.run]) mkdirSync(folder, { recursive: true });
  const processes = processesOf({ names, instances });
  for (const one of processes) {
    const wanted = Object.fromEntries(one.service.ports.map((port) => [port, table[one.service.name][port]]));
    one.ports = await choosePorts(wanted, { anyFree: ports === 'free' });
  }
  const variables = {
    ...brokerVariables(brokers),
    ...offeredBy(processes),
    PARLEY_RUN: run,
    PARLEY_DATA: folders.data,
  };
  const addresses = { ...named(variables), mail: folders.mail };
  const state = runState ?? openRunState(folders.state, { base });
  state.update({ run, folders, addresses, env: { ...variables, PARLEY_STATE: state.file } });

  const kept = processes.map((one) => {
    const log = join(folders.log, `${one.name}.log`);
    rmSync(log, { force: true });
    const { PARLEY_CRASH_AT, ...inherited } = { ...process.env, ...variables, ...env, ...ownEnvironment(one, folders) };
    const start = (attempt, onSpawn) => {
      const crash = attempt === 0 && PARLEY_CRASH_AT ? { PARLEY_CRASH_AT } : {};
      const bundle = join(dist, `${one.service.app}.cjs`);
      return startService({ name: one.name, bundle, env: { ...inherited, ...crash }, log, onSpawn });
    };
    const process_ = keep({ name: one.name, start, onLine, onChange: () => state.changed() });
    state.track(process_, { kind: 'service', app: one.service.app, ports: one.ports, log });
    return Object.assign(process_, { tier: one.service.tier, app: one.service.app, log });
  });

  const find = (name) => {
    const found = kept.find((one) => one.name === name || one.name === `${name}-1`);
    if (!found) throw new Error(`there is no process ${name}; there are ${kept.map((one) => one.name).join(', ')}`);
    return found;
  };
  const untilUp = async () => {
    await Promise.all(kept.map((one) => one.ready));
    await Promise.all(kept.map((one) => one.up()));
  };
  return {
    run,
    state: state.file,
    addresses,
    env: variables,
    folders,
    processes: kept,
    process: find,
    kill: (name, signal = 'SIGKILL') => find(name).kill(signal),
    waitReady: (name) => (name ? find(name).up() : untilUp()),
    restart: (apps) => Promise.all(kept.filter((one) => apps.includes(one.app)).map((one) => one.restart())),
    logOf: (name, lines = 50) => tail(find(name).log, lines),
    stop: async () => {
      const tiers = [...new Set(kept.map((one) => one.tier))].sort((a, b) => b - a);
      for (const tier of tiers) await Promise.all(kept.filter((one) => one.tier === tier).map((one) => one.stop()));
      if (!runState) state.close();
    },
  };
}

export { startBrokers } from './brokers.mjs';
