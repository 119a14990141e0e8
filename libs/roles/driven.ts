import { startProcess, type Exit } from '@parley/faults';
import type { Answer, Instructed } from './instructions';

/** A role of a style as a process that does what it is told (`driveRole`), seen from the side that tells it. */
export interface Driven {
  name: string;
  addresses: string[];
  pid: number;
  /** The number of its next message. */
  next: number;
  /** Resolves with its answer; where it ends before, with `error: 'ended'`. Never rejects. */
  tell(what: Instructed): Promise<Answer>;
  alive(): boolean;
  signal(signal: NodeJS.Signals): void;
  freeze(): void;
  thaw(): void;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves when it is gone, however long its close takes, at most `withinMs`; then it is killed (`late`). */
  stop(withinMs?: number): Promise<Exit & { late: boolean; ms: number }>;
  exited: Promise<Exit>;
  output(): { stdout: string; stderr: string };
}

/** A role did not start: it ended before it was ready. What it said of it, and the kind of its error. */
export class DidNotStart extends Error {
  readonly kindSaid: string | undefined;

  constructor(name: string, output: { stdout: string; stderr: string }) {
    super(`${name} did not start: ${output.stderr.trim() || output.stdout.trim() || 'it said nothing'}`);
    this.kindSaid = /\((retryable|fatal|unknown)\)\s*$/.exec(output.stderr.trim())?.[1];
  }
}

const withTime = <T>(promise: Promise<T>, ms: number): Promise<T | undefined> => {
  let timer: NodeJS.Timeout;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), ms)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

const startsWithinMs = 30_000;

/** Starts a role as a driven process; resolves when it is ready. Rejects with DidNotStart. */
export async function startDriven(name: string, command: string[]): Promise<Driven> {
  const child = startProcess(command, { env: { ...process.env } });
  const line = await withTime(
    child.line(/^ready /).catch(() => undefined),
    startsWithinMs,
  );
  if (line === undefined) {
    child.kill('SIGKILL');
    throw new DidNotStart(name, child.output());
  }
  const ready = JSON.parse(line.slice('ready '.length)) as { addresses: string[]; pid: number };
  const waiting = new Map<number, (answer: Answer) => void>();
  let [asked, ended] = [0, false];
  child.eachLine((text) => {
    if (!text.startsWith('> ')) return;
    const answer = JSON.parse(text.slice(2)) as Answer;
    waiting.get(answer.n)?.(answer);
    waiting.delete(answer.n);
  });
  void child.exited.finally(() => {
    ended = true;
    for (const [n, settle] of waiting) settle({ n, error: 'ended' });
  });
  const signal = (name: NodeJS.Signals) => {
    if (ended) return;
    try {
      process.kill(ready.pid, name);
    } catch {
      // It ended a moment ago.
    }
  };
  const kill = async () => {
    signal('SIGKILL');
    child.kill('SIGKILL');
    await child.exited;
  };
  return {
    name,
    addresses: ready.addresses,
    pid: ready.pid,
    next: 1,
    tell: (what) =>
      new Promise((resolve) => {
        const n = (asked += 1);
        if (ended) return resolve({ n, error: 'ended' });
        waiting.set(n, resolve);
        child.write(JSON.stringify({ ...what, n }));
      }),
    alive: () => !ended,
    signal,
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    kill,
    stop: async (withinMs = 15_000) => {
      const from = performance.now();
      signal('SIGTERM');
      const exit = await withTime(child.exited, withinMs);
      if (!exit) await kill();
      return { ...(exit ?? (await child.exited)), late: !exit, ms: performance.now() - from };
    },
    exited: child.exited,
    output: child.output,
  };
}
