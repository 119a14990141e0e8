import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Retryable, isAlive } from '@parley/faults';
import type { MortalBroker } from '@parley/roles';
import { repoRoot } from '@parley/topology';
import type { Noted } from './command';
import { findMortal, restartMortal, type Kind } from './find';

const patienceMs = 240_000;

const take = (file: string): boolean => {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const owner = Number(readText(file));
    // An empty file is one whose owner is about to write itself into it.
    if (owner > 0 && !isAlive(owner)) rmSync(file, { force: true });
    return false;
  }
};

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** Waits until nobody else strikes the broker of that name; resolves to what gives it back. Retryable after 240 s. */
export async function takeTurn(name: string): Promise<() => void> {
  const folder = join(repoRoot(), '.parley');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.turn`);
  const end = performance.now() + patienceMs;
  while (!take(file)) {
    if (performance.now() > end) throw new Retryable(`${name} was in use for ${patienceMs / 1000} s`);
    await delay(50);
  }
  return () => rmSync(file, { force: true });
}

/** A signal is sent before it is obeyed: whatever comes after `freeze` has to meet a process that stands still. */
function untilStopped(pid: number): void {
  const end = performance.now() + 1000;
  const state = () => readText(`/proc/${pid}/stat`).split(') ').at(-1)?.[0];
  while (process.platform === 'linux' && state() !== 'T')
    if (performance.now() > end) throw new Retryable(`process ${pid} does not stop at SIGSTOP: ${state()}`);
}

export interface Mortal {
  addresses: Noted['addresses'];
  broker: MortalBroker;
  /** Thaws it, waits for a restart that is under way, and lets the next one have it. */
  close(): Promise<void>;
}

/**
 * A broker of that kind that may be struck, by one at a time: a second call, of whatever process, waits until the first has
 * closed (Retryable after 240 s). It is started at the first wish, and stays up for those that come later in the same run.
 */
export async function openMortal(kind: Kind): Promise<Mortal> {
  const giveBack = await takeTurn(`mortal-${kind}`);
  try {
    let noted = await findMortal(kind);
    let restarting: Promise<void> = Promise.resolve();
    const signal = (which: NodeJS.Signals) => void process.kill(noted.processes[0]!.pid, which);
    const restart = async (how: 'SIGKILL' | 'SIGTERM') => {
      noted = await restartMortal(kind, how);
    };
    return {
      addresses: noted.addresses,
      broker: {
        restart: (how) => (restarting = restarting.catch(() => undefined).then(() => restart(how))),
        freeze: () => {
          signal('SIGSTOP');
          untilStopped(noted.processes[0]!.pid);
        },
        thaw: () => signal('SIGCONT'),
      },
      close: async () => {
        await restarting.catch(() => undefined);
        try {
          signal('SIGCONT');
        } catch {
          // It did not come back; who wants it next starts it anew.
        }
        giveBack();
      },
    };
  } catch (error) {
    giveBack();
    throw error;
  }
}
