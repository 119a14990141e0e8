import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { repoRoot } from '@parley/topology';
import type { Context } from './context';

/** Runs a program with our output; what asks us to stop asks it. Resolves to its exit code. */
export async function runProgram(
  [file = '', ...args]: string[],
  { env, signal }: Context,
  shell = false,
): Promise<number> {
  const child = spawn(file, args, { shell, cwd: repoRoot(), env, stdio: ['ignore', 'inherit', 'inherit'] });
  const stop = () => void child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  const [code, by] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  signal.removeEventListener('abort', stop);
  return code ?? (by === 'SIGTERM' ? 0 : 1);
}
