/** Keeps one process running: a process that dies is started again, later and later. */
import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { signalProcess } from './processes.mjs';

/**
 * `start(attempt, onSpawn)` starts the process, tells `onSpawn` its operating system processes, and resolves when it is
 * ready with {pid, processes, exited, stop, kill}; it rejects with `fatal: true` on the error where trying again can't
 * help. `attempt` is 0 the first time. The wait before a new start doubles from `firstDelayMs` to `lastDelayMs` and begins
 * anew after 30 s of good running.
 *
 * Returns {name, status, pid, processes, restarts, ready, up, kill, restart, stop}: `ready` resolves at the first good start
 * and rejects when `patience` starts in a row have failed before it; `up()` resolves when it is ready now or next;
 * `restart()` stops it (SIGTERM) so that it starts again at once; `stop()` stops it for good.
 */
export function keep({
  name,
  start,
  onLine = () => {},
  onChange = () => {},
  firstDelayMs = 200,
  lastDelayMs = 5000,
  patience = 5,
}) {
  const kept = { name, status: 'starting', pid: undefined, processes: [], restarts: 0 };
  const changes = new EventEmitter().setMaxListeners(0);
  const ending = new AbortController();
  let current;
  let asked = false;
  const change = (fields) => {
    Object.assign(kept, fields);
    onChange(kept);
    changes.emit('change');
  };
  const spawned = (processes) => {
    change({ processes, pid: processes[0].pid });
    if (ending.signal.aborted) for (const one of processes) one.stop();
  };
  const pause = (ms) => delay(ms, undefined, { signal: ending.signal }).catch(() => {});

  async function live(attempt) {
    if (attempt > 0) change({ status: 'starting', restarts: attempt });
    current = await start(attempt, spawned);
    if (ending.signal.aborted) return current.stop();
    change({ status: 'ready', pid: current.pid, processes: current.processes });
    if (attempt > 0) onLine(`${name} is up again (process ${kept.pid})`);
    const how = await current.exited;
    current = undefined;
    return how;
  }

  async function run() {
    let wait = firstDelayMs;
    let failures = 0;
    for (let attempt = 0; !ending.signal.aborted; attempt += 1) {
      const since = Date.now();
      try {
        const how = await live(attempt);
        failures = -Infinity;
        if (ending.signal.aborted) return;
        if (Date.now() - since > 30_000) wait = firstDelayMs;
        change({ status: 'dead' });
        if (asked) {
          asked = false;
          continue;
        }
        onLine(`${name} died (${how.signal ?? `exit code ${how.code}`}): it is started again`);
      } catch (error) {
        await Promise.all(kept.processes.map((one) => one.stop({ graceMs: 1000 })));
        if (ending.signal.aborted) return;
        failures += 1;
        if (failures >= (error.fatal ? 1 : patience)) return change({ status: 'failed', error });
        change({ status: 'dead' });
        onLine(`${name} could not start: ${error.message.split('\n')[0]}: tried again in ${wait / 1000} s`);
      }
      await pause(wait);
      wait = Math.min(wait * 2, lastDelayMs);
    }
  }

  const up = async () => {
    while (kept.status !== 'ready') {
      if (kept.status === 'failed') throw kept.error;
      if (kept.status === 'stopped') throw new Error(`${name} was stopped`);
      await once(changes, 'change');
    }
    return kept;
  };
  const running = run();
  const ready = up();
  ready.catch(() => {});

  const stop = async (options) => {
    ending.abort();
    if (current) await current.stop(options);
    else await Promise.all(kept.processes.map((one) => one.stop(options)));
    await running;
    change({ status: 'stopped' });
  };
  const kill = (signal) => {
    const sent = current ? current.kill(signal) : signalProcess(kept.pid, signal);
    if (sent && current && ['SIGKILL', 'SIGTERM', 'SIGINT'].includes(signal)) change({ status: 'dying' });
    return sent;
  };
  const restart = async () => {
    if (!current) return;
    asked = true;
    const { stop: end } = current;
    change({ status: 'dying' });
    await end();
    await up();
  };
  return Object.assign(kept, { ready, up, kill, restart, stop });
}
