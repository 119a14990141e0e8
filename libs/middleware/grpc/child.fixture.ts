import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { repoRoot } from '@parley/topology';

/** A process of its own, to be frozen and killed. */
export interface Child {
  pid: number;
  /** Resolves to the first line on stdout that is JSON with this `event`, now or later. */
  told(event: string): Promise<Record<string, unknown>>;
  signal(signal: NodeJS.Signals): void;
  /** Exit code, or the signal that ended it. */
  exited: Promise<number | string>;
}

const build = (entry: string): string => {
  const root = repoRoot();
  const folder = join(root, '.parley', 'test');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${basename(entry, '.ts')}-${process.pid}.cjs`);
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: object };
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    tsconfig: join(root, 'tsconfig.base.json'),
    external: Object.keys(dependencies),
  });
  return outfile;
};

const running = new Set<number>();

/** Builds a TypeScript program and starts it; its lines on stdout are JSON objects with an `event`. */
export const startChild = (entry: string, env: Record<string, string> = {}): Child => {
  const child = spawn(process.execPath, [build(entry)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = child.pid as number;
  running.add(pid);
  const lines: Record<string, unknown>[] = [];
  const waiting = new Set<() => void>();
  createInterface(child.stdout).on('line', (line) => {
    lines.push(JSON.parse(line) as Record<string, unknown>);
    for (const look of waiting) look();
  });
  const exited = once(child, 'exit').then(([code, signal]: (number | string)[]) => {
    running.delete(pid);
    return code ?? (signal as string);
  });
  return {
    pid,
    told: (event) =>
      new Promise((resolve) => {
        const look = () => {
          const found = lines.find((line) => line.event === event);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    signal: (signal) => void child.kill(signal),
    exited,
  };
};

/** Ends the children that a test left behind. */
export const killChildren = (): void => {
  for (const pid of running) process.kill(pid, 'SIGKILL');
};
