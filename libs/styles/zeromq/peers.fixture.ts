import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '@parley/faults';
import { killChildren, startChild, type Child } from '@parley/faults/testing';

const folders: string[] = [];

/** Kills what a test has started and takes its files away. */
export const cleared = (): void => {
  killChildren();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
};

/** Addresses that nobody has: of loopback, or a path of its own. */
export const free: Record<'tcp' | 'ipc', () => string> = {
  tcp: () => 'tcp://127.0.0.1:*',
  ipc: () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-'));
    folders.push(folder);
    return `ipc://${join(folder, 'socket')}`;
  },
};

export const transports = ['tcp', 'ipc'] as const;

/** One of our roles as a process, and the addresses that it has bound. */
export const ours = async (args: string[]): Promise<{ child: Child; addresses: string[] }> => {
  const child = startChild(join(__dirname, 'role.child.ts'), { args });
  const ready = await child.line(/^ready /);
  return { child, addresses: (JSON.parse(ready.slice('ready '.length)) as { addresses: string[] }).addresses };
};

/** A peer in Python, and the addresses that it has bound, `binds` of them. */
export const python = async (
  program: string,
  args: string[],
  binds = 0,
): Promise<{ child: Child; addresses: string[] }> => {
  const child = startProcess([process.env.PARLEY_PYTHON ?? '', join(__dirname, program), ...args]);
  const addresses: string[] = [];
  while (addresses.length < binds) addresses.push((await child.line(/^bound /)).slice('bound '.length));
  return { child, addresses };
};

/** The next `count` lines that it prints. */
export const lines = async (child: Child, count: number, pattern = /./): Promise<string[]> => {
  const read: string[] = [];
  while (read.length < count) read.push(await child.line(pattern));
  return read;
};
