import { buildSync } from 'esbuild';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { repoRoot } from '@parley/topology';

/** A process that a test has started. */
export interface Child {
  pid: number;
  /** Resolves with the next line on stdout that matches, of those not yet taken; rejects when the process ends before. */
  line(pattern: RegExp): Promise<string>;
  /** Everything on stdout and on stderr so far. */
  output(): { stdout: string; stderr: string };
  kill(signal: NodeJS.Signals): void;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

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
 * Starts a TypeScript program as a process of its own, with only PATH and `env` in its environment. What is still
 * running when the test ends is killed.
 */
export function startChild(
  entry: string,
  { args = [], env = {} }: { args?: string[]; env?: Record<string, string> } = {},
): Child {
  const child = spawn(process.execPath, [bundle(entry), ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child.pid!);
  let stdout = '';
  let stderr = '';
  let taken = 0;
  let ended = false;
  const looking = new Set<() => void>();
  const look = () => looking.forEach((one) => one());
  child.stdout.setEncoding('utf8').on('data', (text) => ((stdout += text), look()));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.on('close', (code, signal) => {
      running.delete(child.pid!);
      ended = true;
      look();
      resolve({ code, signal });
    }),
  );
  return {
    pid: child.pid!,
    output: () => ({ stdout, stderr }),
    kill: (signal) => void child.kill(signal),
    exited,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const whole = stdout.slice(0, stdout.lastIndexOf('\n') + 1);
          for (let end = whole.indexOf('\n', taken); end >= 0; end = whole.indexOf('\n', taken)) {
            const line = whole.slice(taken, end);
            taken = end + 1;
            if (!pattern.test(line)) continue;
            looking.delete(check);
            return resolve(line);
          }
          if (!ended) return;
          looking.delete(check);
          reject(new Error(`the process ended without a line like ${pattern}\n${stdout}\n${stderr}`));
        };
        looking.add(check);
        check();
      }),
  };
}

const running = new Set<number>();

/** Kills what `startChild` started and is still running. */
export function killChildren(): void {
  for (const pid of running) process.kill(pid, 'SIGKILL');
}

export { openTcpProxy } from './tcp-proxy';
export type { Tap, TcpProxy } from './tcp-proxy';
