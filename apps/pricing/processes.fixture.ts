import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { repoRoot } from '@parley/topology';

const folder = join(repoRoot(), '.parley', 'test-apps', `pricing-${process.pid}`);
const bundle = join(folder, 'pricing.cjs');

/** Bundles main.ts as the build does. */
export function buildApp(): void {
  const { dependencies } = JSON.parse(readFileSync(join(repoRoot(), 'package.json'), 'utf8'));
  buildSync({
    entryPoints: [join(__dirname, 'main.ts')],
    outfile: bundle,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    tsconfig: join(repoRoot(), 'tsconfig.json'),
    external: Object.keys(dependencies),
  });
}

export const removeApp = (): void => rmSync(folder, { recursive: true, force: true });

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

export interface Running {
  child: ChildProcess;
  grpc: number;
  /** Resolves with exit code and signal. */
  ended: Promise<[code: number | null, signal: string | null]>;
}

/** Starts the app with just these variables; resolves when it is ready. */
export async function startApp(env: Record<string, string>): Promise<Running> {
  const { child, ended, errors } = launchApp(env);
  const lines = createInterface({ input: child.stdout! });
  const [line] = (await Promise.race([
    once(lines, 'line'),
    ended.then(() => Promise.reject(new Error(`ended before it was ready: ${errors()}`))),
  ])) as [string];
  return { child, ended, grpc: (JSON.parse(line.replace('ready ', '')) as { grpc: number }).grpc };
}

/** Starts the app without waiting for anything. */
export function launchApp(env: Record<string, string>) {
  const child = spawn(process.execPath, [bundle], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stderr.on('data', (chunk) => (text += chunk));
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  return { child, ended, errors: () => text };
}
