/** `parley status` and `parley env`: what is up, and where. */
import { Usage } from './args.mjs';
import { layout } from './paths.mjs';
import { megabytes } from './progress.mjs';
import { isAlive } from './processes.mjs';
import { readRunState } from './run-state.mjs';
import { memoryOf, statusTable } from './summary.mjs';

function onlyJson(argv, command) {
  const unknown = argv.find((one) => one !== '--json');
  if (unknown) throw new Usage(`unknown option ${unknown}; usage: parley ${command} [--json]`);
  return argv.includes('--json');
}

const read = () => readRunState(process.env.PARLEY_STATE ?? layout().state);

/** Exit code 0 when all processes run and are ready. */
export function status(argv) {
  const json = onlyJson(argv, 'status');
  const state = read();
  if (json) {
    console.log(JSON.stringify(state ?? null, null, 2));
  } else if (state) {
    console.log(statusTable(state));
    const who = state.live
      ? `supervised by process ${state.supervisor.pid}`
      : 'the supervisor is dead: parley down cleans up';
    console.log(
      `\n${state.ready ? 'ready' : 'starting'} since ${state.startedAt}, ${who}, ${megabytes(memoryOf(state))}`,
    );
  } else {
    console.log('nothing is up (npm start, or parley up)');
  }
  return state?.live && state.processes.every((one) => isAlive(one) && one.status === 'ready') ? 0 : 1;
}

/** Every address: as NAME=value lines for a shell, or as JSON. */
export function env(argv) {
  const json = onlyJson(argv, 'env');
  const state = read();
  if (!state?.env) {
    console.error('nothing is up (npm start, or parley up)');
    return 1;
  }
  if (json)
    console.log(
      JSON.stringify({ ...state.env, processes: state.processes.map(({ name, ports }) => ({ name, ports })) }, null, 2),
    );
  else for (const [name, value] of Object.entries(state.env)) console.log(`${name}=${value}`);
  return 0;
}
