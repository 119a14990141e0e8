/** `parley down [--purge]`: stops the system whoever started it, from its state file; --purge removes all that it kept. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Usage } from './args.mjs';
import { findCompose, stopDocker } from './docker.mjs';
import { purgeOutside } from './outside.mjs';
import { home, layout } from './paths.mjs';
import { wipePostgres } from './postgres.mjs';
import { isAlive, signalProcess, until } from './processes.mjs';
import { say, step } from './progress.mjs';
import { cleanRunState, leftOf, readRunState } from './run-state.mjs';
import { readJson } from './state.mjs';

/** Asks a supervisor to drain and stop; resolves when it and all of its processes are gone. */
export async function stopSupervisor(state) {
  signalProcess(state.supervisor.pid, 'SIGTERM');
  await until(() => !isAlive(state.supervisor), {
    what: `the stop of process ${state.supervisor.pid}`,
    withinMs: 180_000,
  });
  if (leftOf(state).length > 0) await cleanRunState(layout().state, state);
}

/** Ends what a supervisor that died has left. Resolves to the names of it. */
export async function cleanUp(state) {
  const names = await cleanRunState(layout().state, state);
  const compose = state.brokers === 'docker' && (await findCompose());
  if (!compose) return names;
  await stopDocker(compose);
  return [...names, "Docker's containers"];
}

const testBrokersUp = () =>
  Object.values(readJson(home('test', 'brokers.json'))?.brokers ?? {}).some(({ processes }) => processes.some(isAlive));

/** Resolves to the exit code. */
async function purge() {
  const gone = await purgeOutside();
  removeFiles();
  return gone ? 0 : 1;
}

function removeFiles() {
  wipePostgres(join(layout().brokers, 'postgres'));
  const kept = testBrokersUp() ? ['test', 'test.lock'] : [];
  let names = [];
  try {
    names = readdirSync(home());
  } catch {
    return say('there is no .parley/: nothing to remove');
  }
  for (const name of names.filter((one) => !kept.includes(one))) rmSync(home(name), { recursive: true, force: true });
  if (kept.length === 0) rmSync(home(), { recursive: true, force: true });
  const removed = names.filter((one) => !kept.includes(one));
  say(`removed .parley/{${removed.join(',')}}: data, mails, logs, brokers' data, downloaded jars, bundles`);
  if (kept.length > 0) say('.parley/test stays: brokers for tests are up (node infra/native/test-brokers.mjs down)');
}

export async function down(argv) {
  const unknown = argv.find((one) => one !== '--purge');
  if (unknown) throw new Usage(`unknown option ${unknown}; usage: parley down [--purge]`);
  const state = readRunState(layout().state);
  if (state?.live) await step('stop', () => stopSupervisor(state));
  else if (state)
    say(`stopped what a supervisor that died had left: ${(await cleanUp(state)).join(', ') || 'nothing'}`);
  else say('nothing is up');
  return argv.includes('--purge') ? purge() : 0;
}
