import { buildSync, type BuildOptions } from 'esbuild';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { repoRoot } from '@parley/topology';
import { startProcess, type Child } from './process';

/** Whether this is `npm run test:full`, and not the everyday run, which has 25 minutes on two cores. */
export const isFullRun = (): boolean => process.env.PARLEY_FULL === '1';

const built = new Map<string, string>();

interface Bundled {
  /** The name of the program's file. */
  name: string;
  entry: Pick<BuildOptions, 'entryPoints' | 'stdin'>;
  /** npm's packages that go into the bundle as well; the others stay outside. */
  inlined?: RegExp;
}

/**
 * Bundles a program as the apps are, under the repository so that npm's packages and proto/ are found; once a process.
 * Returns its path. Throws what esbuild throws.
 */
export function bundle({ name, entry, inlined }: Bundled): string {
  const known = built.get(name);
  if (known) return known;
  const root = repoRoot();
  const folder = join(root, '.parley', 'fixtures');
  const outfile = join(folder, `${name.replace(/[^\w.-]/g, '-')}.cjs`);
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: object };
  const { outputFiles } = buildSync({
    ...entry,
    outfile,
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: Object.keys(dependencies).filter((dependency) => !inlined?.test(dependency)),
    tsconfig: join(root, 'tsconfig.json'),
  });
  mkdirSync(folder, { recursive: true });
  // Another run may start the same program at this moment.
  writeFileSync(`${outfile}.${process.pid}`, outputFiles![0]!.contents);
  renameSync(`${outfile}.${process.pid}`, outfile);
  built.set(name, outfile);
  return outfile;
}

/**
 * Starts a TypeScript program as a process of its own, with only PATH and `env` in its environment; `prefix` stands
 * before its command. What is still running when the test ends is killed.
 */
export const startChild = (
  entry: string,
  { args = [], env = {}, prefix = [] }: { args?: string[]; env?: Record<string, string>; prefix?: string[] } = {},
): Child => {
  const program = bundle({ name: relative(repoRoot(), entry), entry: { entryPoints: [entry] } });
  return startProcess([...prefix, process.execPath, program, ...args], { env });
};

/**
 * Waits for a condition, never a fixed time: resolves to what `probe` has found as soon as it finds something. Rejects after
 * `withinMs`, with what was waited for and how the probe failed last.
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = 30_000,
): Promise<T> {
  const end = performance.now() + withinMs;
  let failure = '';
  for (;;) {
    try {
      const found = await probe();
      if (found) return found;
    } catch (error) {
      failure = `: ${(error as Error).message}`;
    }
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms for ${what}${failure}`);
    await delay(20);
  }
}

export { killChildren } from './process';
export type { Child, Exit } from './process';
export { openProxy, openTcpProxy } from './proxy';
export type { ProxyPlan } from './proxy';
export type { Counters, FaultProxy, FaultProxy as TcpProxy, Tap, Target } from './proxy-port';
