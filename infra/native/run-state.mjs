/** The state file of one running system: who supervises it, every process, every address. Rewritten whole at each change. */
import { rmSync } from 'node:fs';
import { identity, isAlive, stopProcess } from './processes.mjs';
import { readJson, writeJson } from './state.mjs';

/** Opens a new state; `fields` are whatever describes the run. */
export function openRunState(file, fields = {}) {
  const tracked = new Map();
  const state = {
    version: 1,
    supervisor: identity(process.pid),
    startedAt: new Date().toISOString(),
    ready: false,
    ...fields,
  };
  let closed = false;
  const value = () => ({ ...state, processes: [...tracked.values()].map(describe) });
  const write = () => closed || writeJson(file, value());
  write();
  return {
    file,
    value,
    update: (more) => write(Object.assign(state, more)),
    track: (kept, description) => write(tracked.set(kept.name, { kept, ...description })),
    changed: write,
    close: () => {
      closed = true;
      rmSync(file, { force: true });
    },
  };
}

const describe = ({ kept, ...description }) => ({
  name: kept.name,
  ...description,
  status: kept.status,
  restarts: kept.restarts,
  pid: kept.pid,
  started: kept.processes[0]?.started,
  helpers: kept.processes.slice(1).map(({ pid, started }) => ({ pid, started })),
});

/** The state in a file, with `live`: does its supervisor still run; undefined when there is none. */
export function readRunState(file) {
  const state = readJson(file);
  return state && { ...state, live: isAlive(state.supervisor) };
}

/** The processes of a state that still run, what they brought along included. */
export const leftOf = (state) =>
  state.processes.flatMap((one) => [one, ...(one.helpers ?? [])]).filter((one) => one.pid && isAlive(one));

/** Ends what a supervisor that died has left, services before brokers, and removes its state file. Resolves to their names. */
export async function cleanRunState(file, state) {
  const left = leftOf(state);
  const names = state.processes.filter((one) => left.includes(one)).map((one) => one.name);
  const brokers = left.filter((one) => one.kind !== 'service');
  const signal = (one) => (one.name === 'postgres' ? 'SIGINT' : 'SIGTERM');
  await Promise.all(left.filter((one) => one.kind === 'service').map((one) => stopProcess(one)));
  await Promise.all(
    brokers.filter((one) => one.kind === 'broker').map((one) => stopProcess(one, { signal: signal(one) })),
  );
  await Promise.all(brokers.filter((one) => one.kind === undefined).map((one) => stopProcess(one)));
  rmSync(file, { force: true });
  return names;
}
