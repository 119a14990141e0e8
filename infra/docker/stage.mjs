// Lays out in .parley/image just what a service needs to run: bundles, message definitions, data, production packages.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../native/build.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const image = path.join(root, '.parley/image');

await build();
rmSync(image, { recursive: true, force: true });
mkdirSync(path.join(image, '.parley'), { recursive: true });
for (const part of [
  'package.json',
  'package-lock.json',
  '.npmrc',
  'proto',
  'data',
  'infra/docker/healthcheck.cjs',
  '.parley/dist',
]) {
  cpSync(path.join(root, part), path.join(image, part), { recursive: true });
}
execFileSync('npm', ['ci', '--omit=dev', '--no-audit', '--no-fund'], {
  cwd: image,
  stdio: ['ignore', 'ignore', 'inherit'],
});
