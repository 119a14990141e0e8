/** Commands that are run and waited for. What is stopping starts no further ones, but those that belong to the stop. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { tail } from './processes.mjs';

const running = new Set();
let ending = false;

/** Asks the commands that run now to stop (SIGTERM); from now on `spawnCommand` throws, unless told `last`. */
export function endCommands() {
  ending = true;
  for (const child of running) child.kill('SIGTERM');
}

/** `spawn`, for a command that `endCommands` ends. `last`: it is part of the stop itself. */
export function spawnCommand(command, args, options, { last = false } = {}) {
  if (ending && !last) throw new Error(`stopping: ${command} is not run`);
  const child = spawn(command, args, options);
  if (!last) {
    running.add(child);
    child.once('close', () => running.delete(child));
  }
  return child;
}

/**
 * Runs a command, its output to a log file; rejects with the end of it, and stops it (SIGTERM) after `withinMs`. `last` as
 * for `spawnCommand`.
 */
export function runLogged(command, args, { log, cwd = root, env = process.env, withinMs, last }) {
  mkdirSync(join(log, '..'), { recursive: true });
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', 'pipe', 'pipe'];
    const child = spawnCommand(command, args, { cwd, env, stdio, timeout: withinMs }, { last });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => said.push(data));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      writeFileSync(log, Buffer.concat(said));
      if (code === 0) resolve();
      else
        reject(new Error(`${command} ${args.join(' ')} failed (${signal ?? code}); the end of ${log}:\n${tail(log)}`));
    });
  });
}
