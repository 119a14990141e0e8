import { spawn } from 'node:child_process';

/** How a process ended. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A process that was started here, with its lines. */
export interface Child {
  pid: number;
  /** Resolves with the next line on stdout that matches, of those not yet taken; rejects when the process ends before. */
  line(pattern: RegExp): Promise<string>;
  /** Calls back for every whole line on stdout, those already there included. */
  eachLine(take: (line: string) => void): void;
  /** Writes one line to its stdin; nothing happens when it has ended. */
  write(line: string): void;
  /** Everything on stdout and on stderr so far. */
  output(): { stdout: string; stderr: string };
  /** SIGSTOP and SIGCONT freeze and thaw. Does nothing when it has ended. */
  kill(signal: NodeJS.Signals): void;
  exited: Promise<Exit>;
}

/** Whether a process of that number runs on this host, ours or not. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const running = new Set<() => void>();

/** Kills what was started here and is still running, frozen or not. */
export function killChildren(): void {
  for (const kill of running) kill();
}

/** Starts a program as a process of its own, with only PATH and `env` in its environment. Throws where there is no such program. */
export function startProcess(
  [program = '', ...args]: string[],
  { env = {}, cwd }: { env?: Record<string, string | undefined>; cwd?: string } = {},
): Child {
  const child = spawn(program, args, { env: { PATH: process.env.PATH, ...env }, cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  const end = () => void child.kill('SIGKILL');
  running.add(end);
  let [stdout, stderr, taken, ended] = ['', '', 0, false];
  const looking = new Set<() => void>();
  const look = () => looking.forEach((one) => one());
  const nextLine = (from: number): [string, number] | undefined => {
    const at = stdout.indexOf('\n', from);
    return at < 0 ? undefined : [stdout.slice(from, at), at + 1];
  };
  child.stdin.on('error', () => undefined);
  child.stdout.setEncoding('utf8').on('data', (text: string) => ((stdout += text), look()));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const exited = new Promise<Exit>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      running.delete(end);
      ended = true;
      look();
      resolve({ code, signal });
    });
  });
  exited.catch(() => {
    running.delete(end);
    ended = true;
    look();
  });
  const line = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const check = () => {
        for (let next = nextLine(taken); next; next = nextLine(taken)) {
          taken = next[1];
          if (!pattern.test(next[0])) continue;
          looking.delete(check);
          return resolve(next[0]);
        }
        if (!ended) return;
        looking.delete(check);
        reject(new Error(`${program} ended without a line like ${pattern}\n${stdout}\n${stderr}`));
      };
      looking.add(check);
      check();
    });
  const eachLine = (take: (line: string) => void) => {
    let from = 0;
    const check = () => {
      for (let next = nextLine(from); next; next = nextLine(from)) {
        from = next[1];
        take(next[0]);
      }
    };
    looking.add(check);
    check();
  };
  return {
    pid: child.pid ?? -1,
    line,
    eachLine,
    write: (text) => void (child.stdin.writable && child.stdin.write(`${text}\n`)),
    output: () => ({ stdout, stderr }),
    kill: (signal) => void child.kill(signal),
    exited,
  };
}
