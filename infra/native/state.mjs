/** Files that several processes read and write: written whole or not at all, and guarded by a lock that dies with its owner. */
import { mkdirSync, openSync, closeSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { identity, isAlive, until } from './processes.mjs';

/** The JSON in a file; undefined when there is none, or only a broken one. */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Replaces a JSON file: a reader sees the old one or the new one. `mode`: its permissions. */
export function writeJson(file, value, { mode } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, `${JSON.stringify(value, null, 2)}\n`, { mode });
  renameSync(fresh, file);
}

function tryLock(file) {
  try {
    const lock = openSync(file, 'wx');
    writeFileSync(lock, JSON.stringify(identity(process.pid)));
    closeSync(lock);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const owner = readJson(file);
    // An empty file is one whose owner is about to write itself into it.
    if (owner && !isAlive(owner)) rmSync(file, { force: true });
    return false;
  }
}

/** Runs `fn` while no other process holds the lock file. Waits up to `withinMs`. */
export async function withLock(file, fn, { withinMs = 180_000 } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  await until(() => tryLock(file), { what: `waiting for the lock ${file}`, withinMs });
  try {
    return await fn();
  } finally {
    rmSync(file, { force: true });
  }
}
