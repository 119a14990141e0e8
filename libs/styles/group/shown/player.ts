import { startProcess, type Child } from '@parley/faults';
import type { Said, Sending, Told } from './told';

type Asked = Told extends infer One ? (One extends { n: number } ? Omit<One, 'n'> : never) : never;

/** A process of a run, seen from the side that tells it. */
export interface Player {
  name: string;
  address: string;
  /** Resolves with its answer; where it has ended, with `error: 'ended'`. */
  tell(what: Asked): Promise<Said>;
  send(sending: Sending): Promise<Said>;
  /** SIGKILL, noted in the history. */
  crash(): Promise<void>;
  /** SIGKILL, of which the history says nothing: the run is over. */
  kill(): void;
  freeze(): void;
  thaw(): void;
  alive(): boolean;
  /** Resolves when it has ended, however. */
  ended: Promise<void>;
}

const startsWithinMs = 30_000;

const playerOf = (name: string, child: Child, crashed: () => void): Player => {
  const waiting = new Map<number, (said: Said) => void>();
  let [asked, over] = [0, false];
  child.eachLine((line) => {
    if (!line.startsWith('> ')) return;
    const said = JSON.parse(line.slice(2)) as Said;
    waiting.get(said.n)?.(said);
    waiting.delete(said.n);
  });
  const ended = child.exited.then(
    () => undefined,
    () => undefined,
  );
  void ended.then(() => {
    over = true;
    for (const [n, settle] of waiting) settle({ n, error: 'ended' });
  });
  const tell: Player['tell'] = (what) =>
    new Promise((resolve) => {
      const n = (asked += 1);
      if (over) return resolve({ n, error: 'ended' });
      waiting.set(n, resolve);
      child.write(JSON.stringify({ ...what, n }));
    });
  return {
    name,
    address: '',
    tell,
    send: (sending) => tell({ do: 'send', sending }),
    crash: async () => {
      child.kill('SIGKILL');
      await ended;
      crashed();
    },
    kill: () => child.kill('SIGKILL'),
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    alive: () => !over,
    ended,
  };
};

/** Starts a process that plays what it is told; resolves when it listens. `crashed` is called when it has been killed. */
export async function startPlayer(
  name: string,
  [program = '', ...args]: readonly string[],
  env: Record<string, string>,
  crashed: () => void,
): Promise<Player> {
  const child = startProcess([program, ...args], { env: { ...process.env, ...env } });
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} did not start within ${startsWithinMs} ms`)), startsWithinMs);
  });
  await Promise.race([child.line(/^ready /), late])
    .catch((error: unknown) => {
      child.kill('SIGKILL');
      throw error;
    })
    .finally(() => clearTimeout(timer));
  return playerOf(name, child, crashed);
}
