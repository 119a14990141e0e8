#!/usr/bin/env node
/** The command `parley`. What starts and stops the system is plain Node; everything else is apps/cli, built when it is not there. */
import { createRequire } from 'node:module';
import { checkNode } from '../infra/native/engines.mjs';
import { home, layout } from '../infra/native/paths.mjs';

const native = {
  up: async () => (await import('../infra/native/up.mjs')).up,
  down: async () => (await import('../infra/native/down.mjs')).down,
  status: async () => (await import('../infra/native/status.mjs')).status,
  env: async () => (await import('../infra/native/status.mjs')).env,
  doctor: async () => (await import('../infra/native/doctor.mjs')).doctor,
};

async function buildOnDemand() {
  const { installPackagesOfNpm } = await import('../infra/native/install.mjs');
  const { build, isStale } = await import('../infra/native/build.mjs');
  const { say } = await import('../infra/native/progress.mjs');
  await installPackagesOfNpm({ onLine: say });
  if (isStale()) await build();
}

const [command, ...argv] = process.argv.slice(2);
try {
  checkNode();
  if (Object.hasOwn(native, command ?? '')) {
    const run = await native[command]();
    process.exit(await run(argv));
  }
  await buildOnDemand();
  process.env.PARLEY_STATE ??= layout().state;
  process.argv[1] = home('dist', 'cli.cjs');
  createRequire(import.meta.url)(process.argv[1]);
} catch (error) {
  console.error(error.message);
  process.exit(error.exitCode ?? 1);
}
