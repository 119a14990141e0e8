// Lays out in .parley/image just what a service needs to run: bundles, message definitions, data, production packages.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { build } from '../native/build.mjs';
import { home, root } from '../native/paths.mjs';

const image = home('image');

rmSync(image, { recursive: true, force: true });
mkdirSync(image, { recursive: true });
await build({ dist: path.join(image, '.parley/dist') });
for (const part of ['package.json', 'package-lock.json', '.npmrc', 'proto', 'data', 'infra/docker/healthcheck.cjs']) {
  cpSync(path.join(root, part), path.join(image, part), { recursive: true });
}
execFileSync('npm', ['ci', '--omit=dev', '--no-audit', '--no-fund'], {
  cwd: image,
  stdio: ['ignore', 'ignore', 'inherit'],
});
