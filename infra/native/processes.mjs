/** Starting, watching and stopping operating system processes. */
import { spawn } from 'node:child_process';
import { mkdirSync, openSync, closeSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** When the kernel started a process (ticks since boot); undefined where there is no such process or no /proc. */
export function startTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** What a state file keeps of a process: its id, and its start, since ids are used again. */
export const identity = (pid) => ({ pid, started: startTime(pid) });

/** True while the process of that identity runs (another process that got its id later is not it). */
export function isAlive({ pid, started } = {}) {
  if (!pid) return false;
  if (process.platform === 'linux') {
    const now = startTime(pid);
    return now !== undefined && (started === undefined || now === started);
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Memory of a process in bytes: its proportional share (PSS), so that the sum over processes counts what they share, such as
 * Node's own program, once; where the kernel does not tell that, its resident set. 0 when the process is gone.
 */
export function memoryBytes(pid) {
  const kilobytes = (file, field) =>
    Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/${file}`, 'utf8'))?.[1] ?? 0);
  for (const [file, field] of [
    ['smaps_rollup', 'Pss'],
    ['status', 'VmRSS'],
  ]) {
    try {
      return kilobytes(file, field) * 1024;
    } catch {
      // Gone, or not ours to look into.
    }
  }
  return 0;
}

/** Resolves when `condition()` answers something true, with that; rejects naming `what` after `withinMs`. */
export async function until(condition, { what, withinMs = 60_000, everyMs = 100 }) {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await condition();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`${what} took more than ${Math.round(withinMs / 1000)} s`);
    await delay(everyMs);
  }
}

/** The last lines of a log file, for messages. */
export function tail(file, lines = 15) {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}

/**
 * Starts a process in a session of its own (a Ctrl-C of the terminal does not reach it: who stops first is ours to
 * decide), its output appended to `log`. `exited` resolves to what it ended with, an error to start included. Like any child
 * it keeps this process alive, until `unref()`.
 */
export function startProcess(command, args, { env, cwd, log, uid, gid } = {}) {
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'a');
  const child = spawn(command, args, { env, cwd, uid, gid, detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve({ error }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  return { pid: child.pid, started: startTime(child.pid), exited, log, unref: () => child.unref() };
}

/** Sends a signal to the process, or (`group`) to all of its session; false when it is gone already. */
export function signalProcess(pid, signal, { group = false } = {}) {
  try {
    process.kill(group ? -pid : pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** SIGTERM, and after `graceMs` SIGKILL to its whole session. Resolves when the process is gone. */
export async function stopProcess(target, { graceMs = 15_000, signal = 'SIGTERM' } = {}) {
  if (isAlive(target)) {
    signalProcess(target.pid, signal);
    const gone = () => !isAlive(target);
    await until(gone, { what: 'stop', withinMs: graceMs, everyMs: 25 }).catch(async () => {
      signalProcess(target.pid, 'SIGKILL', { group: true });
      signalProcess(target.pid, 'SIGKILL');
      await until(gone, { what: `the end of process ${target.pid} after SIGKILL`, withinMs: 10_000, everyMs: 25 });
    });
  }
}

/** Resolves when `ready()` answers true; rejects as soon as the process ends instead, with the end of its log. */
export async function untilReady(target, ready, { name, withinMs }) {
  let ended;
  target.exited.then((how) => (ended = how));
  await until(async () => ended || (await ready()), { what: `the start of ${name}`, withinMs }).catch((error) => {
    throw new Error(`${error.message}; the end of ${target.log}:\n${tail(target.log)}`);
  });
  if (ended) {
    const how = ended.error?.message ?? (ended.signal ? `signal ${ended.signal}` : `exit code ${ended.code}`);
    throw new Error(`${name} ended before it was ready (${how}); the end of ${target.log}:\n${tail(target.log)}`);
  }
}
