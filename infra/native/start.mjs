/** `npm start`: install, brokers, build, services, real orders, their balances; plain Node until npm's packages are there. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseStart, usage } from './args.mjs';
import { build } from './build.mjs';
import { chooseBrokers, openBrokers, refuseFresh, wipeBrokers } from './choose-brokers.mjs';
import { endCommands } from './commands.mjs';
import { placeOrders } from './place-orders.mjs';
import { cleanUp, stopSupervisor } from './down.mjs';
import { checkNode } from './engines.mjs';
import { installPackagesOfNpm } from './install.mjs';
import { noteOutside } from './outside.mjs';
import { home, isMain, layout } from './paths.mjs';
import { wipePostgres } from './postgres.mjs';
import { isAlive, until } from './processes.mjs';
import { say, step } from './progress.mjs';
import { openRunState, readRunState } from './run-state.mjs';
import { databaseOf, dropSchemas } from './schemas.mjs';
import { withLock } from './state.mjs';
import { addressLines } from './summary.mjs';
import { startSystem } from './supervisor.mjs';
import { watchSources } from './watch.mjs';

const folders = layout();

/** Makes this process the owner of `.parley/run`, or resolves to the state of the one that is. */
const claim = ({ fresh }) =>
  withLock(home('start.lock'), async () => {
    let state = readRunState(folders.state);
    if (state?.live && !fresh) return { other: state };
    if (state?.live) {
      await step('stopping what is up', () => stopSupervisor(state));
      state = readRunState(folders.state);
    }
    if (state) {
      const names = await cleanUp(state);
      if (names.length > 0) say(`a supervisor that died had left ${names.join(', ')}: stopped`);
    }
    return { runState: openRunState(folders.state, { base: folders.base }) };
  });

async function wipe(kind) {
  wipePostgres(join(folders.brokers, 'postgres'));
  for (const folder of [folders.data, folders.mail, folders.brokers, folders.log])
    rmSync(folder, { recursive: true, force: true });
  await wipeBrokers(kind);
}

/** Drops the schemas as `--fresh` asks, and builds: what both needs of npm is there by now. */
async function prepare({ fresh }) {
  const databaseUrl = process.env.DATABASE_URL;
  if (fresh && databaseUrl)
    await step(`dropping the schemas at ${databaseOf(databaseUrl)}`, () => dropSchemas(databaseUrl));
  await step('build', build);
}

/**
 * Starts all of it. `closers` gets what ends each part as soon as there is something to end, to be called last first;
 * after `signal` nothing more is started.
 */
async function bringUp(options, runState, { closers, signal }) {
  const kind = await chooseBrokers(options.brokers);
  runState.update({ brokers: kind });
  noteOutside({ docker: kind === 'docker', databaseUrl: process.env.DATABASE_URL });
  if (options.fresh) await step('wiping the data', () => wipe(kind));
  const packages = step('npm packages', () => installPackagesOfNpm({ onLine: say }));
  packages.catch(() => {});
  signal.throwIfAborted();
  const brokers = await openBrokers(kind, {
    install: options.install,
    onLine: say,
    onReady: (name) => say(`${name}: ready`),
    onChange: () => runState.changed(),
    onStarting: (stop) => closers.push(stop),
  });
  for (const one of brokers.kept) {
    const log = join(folders.brokers, one.name, `${one.name}.log`);
    runState.track(one, { kind: 'broker', ports: brokers.ports[one.name], log });
  }
  const ready = step(`brokers (${kind})`, () => brokers.waitReady());
  // Whichever fails first ends the start: a broker that can't be had does not wait for npm.
  await Promise.all([packages.then(() => prepare(options)), ready]);
  signal.throwIfAborted();
  const system = await step('services', async () => {
    const started = await startSystem({
      ports: 'table',
      brokers: brokers.addresses,
      instances: options.instances,
      onLine: say,
      runState,
    });
    closers.push(() => started.stop());
    await started.waitReady();
    return started;
  });
  runState.update({ ready: true });
  if (options.watch) {
    const watching = watchSources({ restart: system.restart, onLine: say });
    closers.push(() => watching.stop());
  }
}

/** Orders through a system that another process supervises. */
async function useOther(options, other) {
  say(`already up, supervised by process ${other.supervisor.pid} since ${other.startedAt}: used, and left up`);
  const current = () => readRunState(folders.state);
  await until(() => current()?.ready || !isAlive(other.supervisor), {
    what: 'waiting until it is ready',
    withinMs: 600_000,
  });
  const state = current();
  if (!state?.ready) throw new Error(`process ${other.supervisor.pid} ended before its system was ready`);
  const code = await placeOrders(options, state);
  console.log(`\n${addressLines(state)}\n\nIt belongs to process ${other.supervisor.pid}; to stop it: npx parley down`);
  return code;
}

/** Resolves at the first SIGINT, SIGTERM or SIGHUP; a second one during the stop ends everything at once. */
function untilSignal(runState) {
  let count = 0;
  return new Promise((resolve) => {
    const onSignal = (signal) => {
      count += 1;
      if (count === 1) return resolve(signal);
      say('killing what is left');
      for (const one of runState.value().processes) {
        for (const { pid } of [one, ...one.helpers]) if (pid) killNow(pid);
      }
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  });
}

function killNow(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

async function supervise(options, runState) {
  const closers = [];
  const ending = new AbortController();
  const signalled = untilSignal(runState);
  signalled.then((signal) => {
    ending.abort();
    say(`${signal}: draining and stopping`);
    endCommands();
  });
  const work = async () => {
    await bringUp(options, runState, { closers, signal: ending.signal });
    if (options.background) return signalled.then(() => 0);
    const code = await placeOrders(options, runState.value());
    if (options.exit || ending.signal.aborted) return code;
    console.log(`\n${addressLines(runState.value())}\n\nCtrl-C drains and stops all of it.`);
    await signalled;
    return code;
  };
  let failure;
  const fail = (error) => {
    failure ??= error;
    return 1;
  };
  const interrupted = signalled.then(() => (options.exit ? 130 : 0));
  const code = await Promise.race([
    work().catch((error) => (ending.signal.aborted ? interrupted : fail(error))),
    interrupted,
  ]);
  ending.abort();
  endCommands();
  await step('stop', async () => {
    // What was being started as the signal came adds itself while the rest is stopped.
    while (closers.length > 0) await closers.pop()().catch(fail);
  });
  runState.close();
  if (failure) throw failure;
  return code;
}

async function main(argv) {
  const options = parseStart(argv);
  if (options.help) {
    console.log(usage);
    return 0;
  }
  checkNode();
  refuseFresh(options);
  const { other, runState } = await claim(options);
  return other ? useOther(options, other) : supervise(options, runState);
}

if (isMain(import.meta.url)) {
  main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error) => {
      console.error(error.exitCode === 2 ? `${error.message}\n\n${usage}` : error.message);
      process.exit(error.exitCode ?? 1);
    },
  );
}
