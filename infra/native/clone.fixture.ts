import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/**
 * A clone in a temporary folder (its `.parley` is its own), with a `docker` that writes down how it is called and does
 * nothing else; `docker compose up` runs `up`, a line of shell.
 */
export function openClone({ up = 'true' } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-clone-'));
  for (const name of ['infra', 'bin', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.base.json'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  for (const name of ['node_modules', 'apps', 'libs', 'proto']) symlinkSync(join(root, name), join(folder, name));
  const calls = join(folder, 'calls');
  mkdirSync(join(folder, 'path'));
  const docker = `#!/bin/sh\necho "$@" >> ${calls}\ncase "$*" in *' up -d') ${up} ;; esac\n`;
  writeFileSync(join(folder, 'path', 'docker'), docker, { mode: 0o755 });
  const none = { PARLEY_AMQP_URL: '', PARLEY_KAFKA_BROKERS: '', DATABASE_URL: '' };
  const env = { ...process.env, ...none, PATH: `${join(folder, 'path')}:${process.env.PATH}` };
  return {
    path: (...names: string[]) => join(folder, ...names),
    /** How Docker was asked to act, in order: `up -d`, `down`, `down -v`. */
    dockerCalls: () =>
      existsSync(calls) ? [...readFileSync(calls, 'utf8').matchAll(/ ((?:up|down).*)$/gm)].map(([, call]) => call) : [],
    /** Runs a script of the clone by node; `ended` resolves to its exit code and what it said. */
    run: (script: string, args: string[], more: Record<string, string> = {}) => {
      const child = spawn(process.execPath, [join(folder, script), ...args], { env: { ...env, ...more } });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data));
      return { child, ended: once(child, 'close').then(([code]) => ({ code, said })) };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
