import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { rankProgram, type Order, type Report } from './rank.program';
import { textOf } from './text';

/** A rank in a process of its own. */
export interface Rank {
  order(what: Order): void;
  /** A line of its process manager. */
  manager(line: string): void;
  /** Kills it, whatever it is doing. */
  kill(): void;
  /** Resolves when it has ended, with what it wrote on stderr. */
  ended: Promise<string>;
}

/**
 * Starts rank `rank` of a job of `size` as a process of its own and returns at once; it has begun with its report
 * `begun`, when all ranks of the job have. Its own process, because a process can begin MPI once only and a call that
 * waits for a dead peer does not come back: what dies is the rank, and whoever uses it starts another.
 */
export function startRank(
  rank: number,
  size: number,
  take: { report(what: Report): void; manager(line: string): void },
): Rank {
  const child = spawn(process.execPath, ['-e', textOf(rankProgram)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
    serialization: 'advanced',
    env: {
      PATH: process.env.PATH,
      LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH,
      PMI_FD: '4',
      PMI_RANK: String(rank),
      PMI_SIZE: String(size),
    },
  });
  const manager = child.stdio[4] as unknown as NodeJS.ReadWriteStream;
  let stderr = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-4000)));
  manager.on('error', () => undefined);
  createInterface({ input: manager }).on('line', take.manager);
  child.on('message', (what) => take.report(what as Report));
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', () => resolve(stderr.trim()));
  });
  return {
    // A rank that has just died takes no more orders: `ended` says so.
    order: (what) => void (child.connected && child.send(what, () => undefined)),
    manager: (line) => void manager.write(`${line}\n`),
    kill: () => void child.kill('SIGKILL'),
    ended,
  };
}
