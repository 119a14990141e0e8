import { buildSync } from 'esbuild';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { repoRoot } from '@parley/topology';
import { startProcess, type Child } from './process';

const built = new Map<string, string>();

/** The program bundled as the apps are, under the repository so that npm's packages and proto/ are found. */
function bundle(entry: string): string {
  const known = built.get(entry);
  if (known) return known;
  const root = repoRoot();
  const folder = join(root, '.parley', 'fixtures');
  const outfile = join(folder, `${relative(root, entry).replace(/[^\w.-]/g, '-')}.cjs`);
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    outfile,
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: Object.keys(dependencies),
    tsconfig: join(root, 'tsconfig.json'),
  });
  mkdirSync(folder, { recursive: true });
  // Another run may start the same file at this moment.
  writeFileSync(`${outfile}.${process.pid}`, outputFiles[0]!.contents);
  renameSync(`${outfile}.${process.pid}`, outfile);
  built.set(entry, outfile);
  return outfile;
}

/**
 * Starts a TypeScript program as a process of its own, with only PATH and `env` in its environment; `prefix` stands
 * before its command. What is still running when the test ends is killed.
 */
export const startChild = (
  entry: string,
  { args = [], env = {}, prefix = [] }: { args?: string[]; env?: Record<string, string>; prefix?: string[] } = {},
): Child => startProcess([...prefix, process.execPath, bundle(entry), ...args], { env });

export { killChildren } from './process';
export type { Child, Exit } from './process';
export { openProxy, openTcpProxy } from './proxy';
export type { ProxyPlan } from './proxy';
export type { Counters, FaultProxy, FaultProxy as TcpProxy, Tap, Target } from './proxy-port';
