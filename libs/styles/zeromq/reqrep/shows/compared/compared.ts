import { startProcess, type Child } from '@parley/faults';
import type { Outcome } from '@parley/roles';
import { until, type Actor, type Cast } from '@parley/staging';

/** One program of the lectures and ours under the same fault, both as they were seen. */
export interface Compared {
  program: string;
  fault: string;
  deck: string;
  /** Whether the fault was seen to cost the deck's program something. */
  loses: boolean;
  ours: string;
  /** Whether ours was seen to bear it. */
  bears: boolean;
  /** What the difference saves, in what was counted. */
  saves: string;
}

/** How long nothing has to come before it is said that nothing comes, in ms. */
export const patienceMs = 1500;

/** How long one operation of ours may take, in ms. */
export const deadlineMs = 3000;

/** How long what has to come may take on a busy machine, in ms. */
export const longMs = 60_000;

export interface DeckRole extends Child {
  address: string;
  /** What it has printed so far, each line. */
  printed(): string[];
}

/** A program of the deck, in its bytes, as a process of its own; resolves when it can be reached or has connected. */
export async function startDeck(
  style: string,
  role: string,
  place: { bind?: string; connect?: string; args?: (string | number)[] },
): Promise<DeckRole> {
  const { bind, connect, args = [] } = place;
  const line = [process.execPath, __filename, style, '--role', role];
  if (bind) line.push('--bind', bind);
  if (connect) line.push('--connect', connect);
  if (args.length > 0) line.push('--', ...args.map(String));
  const child = startProcess(line, { env: { ...process.env } });
  const ready = await child.line(/^ready /);
  const { addresses } = JSON.parse(ready.slice('ready '.length)) as { addresses: string[] };
  const printed = () =>
    child
      .output()
      .stdout.split('\n')
      .filter((text) => text !== '' && !text.startsWith('ready '));
  return { ...child, address: addresses[0] ?? '', printed };
}

/** How a process ended, or that it has not within so many ms. */
export const endOf = async (child: Child, withinMs = patienceMs): Promise<number | 'waits'> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'waits'>((resolve) => (timer = setTimeout(() => resolve('waits'), withinMs)));
  const end = child.exited.then(({ code }) => code ?? 1);
  return Promise.race([end, late]).finally(() => clearTimeout(timer));
};

/** What is seen of a client of the deck's: its answer, or how it is without one. */
export const seenOf = (answers: string[], end: number | 'waits'): string => {
  if (answers.length > 0) return `printed ${answers.join(', ')}`;
  if (end === 'waits') return `no answer, still waits after ${patienceMs} ms more`;
  return end === 0 ? 'no answer, ends as if all were well (code 0)' : `no answer, ends with an error (code ${end})`;
};

/** What it costs that a client of the deck's is so. */
export const costOf = (end: number | 'waits'): string => {
  if (end === 'waits') return 'a caller that hangs until somebody ends it';
  return end === 0 ? 'a loss that nobody is told of' : 'starting the client again by hand';
};

export const kill = async (...children: Child[]): Promise<void> => {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(children.map(({ exited }) => exited));
};

/** What the caller was told. */
export const toldOf = (outcome: Outcome): string =>
  outcome.ok
    ? `answered after ${outcome.ms.toFixed(0)} ms`
    : `told “${outcome.kind}” after ${outcome.ms.toFixed(0)} ms`;

/** Asks until there is an answer, at most for a minute; resolves to which attempt was answered, undefined for none. */
export async function answeredAt(client: Actor): Promise<number | undefined> {
  const attempts: boolean[] = [];
  const ask = async () => {
    const [outcome] = await client.send({ op: 'reserve', count: 1 });
    attempts.push(outcome!.ok);
    return outcome!.ok;
  };
  await until(ask, longMs).catch(() => undefined);
  return attempts.at(-1) ? attempts.length : undefined;
}

/** The port of an address, and the host. */
export const targetOf = (address: string): { host: string; port: number } => {
  const [host = '', port] = address.split('/').at(-1)!.split(':');
  return { host, port: Number(port) };
};

/** Whether a message of ours was noted so. */
export const noted = (cast: Cast, event: 'delivered' | 'processed', id: string): boolean =>
  cast.history().some((record) => record.event === event && record.msg.id === id);
