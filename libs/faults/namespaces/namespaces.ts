import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { Fatal } from '../errors';

const run = promisify(execFile);
const mark = 'parley';
let opened = 0;

const needs = 'Network namespaces need Linux, root, and the command `ip` (Debian: apt-get install iproute2).';

const refused = (error: unknown): Fatal => {
  const { code, stderr = '', message } = error as { code?: unknown; stderr?: string; message: string };
  if (code === 'ENOENT') return new Fatal(`${needs} \`ip\` is not there.`, { reason: 'no-namespaces', cause: error });
  if (/not permitted|permission denied/i.test(stderr))
    return new Fatal(`${needs} This process may not make one: run it as root.`, {
      reason: 'no-namespaces',
      cause: error,
    });
  return new Fatal(`ip: ${stderr.trim() || message}`, { reason: 'no-namespaces', cause: error });
};

/** Runs `ip` with these words. Throws Fatal `no-namespaces`, which says what is missing. */
const ip = async (...words: string[]): Promise<string> => {
  try {
    return (await run('ip', words)).stdout;
  } catch (error) {
    throw refused(error);
  }
};

/** Runs several commands of `ip` in a namespace, one process for all; ends at the first that fails. */
const ipEach = async (namespace: string, lines: string[]): Promise<void> => {
  const running = run('ip', ['-n', namespace, '-batch', '-']);
  running.child.stdin?.on('error', () => undefined).end(`${lines.join('\n')}\n`);
  try {
    await running;
  } catch (error) {
    throw refused(error);
  }
};

const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const kill = (pid: number) => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
};

const insideOf = async (namespace: string): Promise<number[]> =>
  (await ip('netns', 'pids', namespace)).split('\n').filter(Boolean).map(Number);

/** Kills what still runs inside, waits until it is gone, and removes the namespace with all its interfaces. */
async function remove(namespace: string): Promise<void> {
  for (let pids = await insideOf(namespace); pids.length > 0; pids = await insideOf(namespace)) {
    pids.forEach(kill);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await ip('netns', 'del', namespace);
}

/** Removes what a process left behind that was killed before it could do so itself. */
async function sweep(): Promise<void> {
  const left = (await ip('netns', 'list')).split('\n').map((line) => line.split(' ')[0]!);
  for (const namespace of left) {
    const [, owner] = /^parley-(\d+)-/.exec(namespace) ?? [];
    // Another run may be sweeping at this moment.
    if (owner && !lives(Number(owner))) await remove(namespace).catch(() => undefined);
  }
}

export interface Namespaces {
  /** Makes one, its loopback up. */
  add(name: string): Promise<void>;
  /** What is put before a command so that it runs in there. */
  prefix(name: string): string[];
  /** Runs `ip` in there, with the words of each line. */
  ip(name: string, ...lines: string[]): Promise<void>;
  /** Connects two of them by a virtual cable: device `at` in one, `end` in the other, both up. */
  wire(one: string, at: string, other: string, end: string): Promise<void>;
  /** Lets it pass on what is for others. */
  forwards(name: string): Promise<void>;
  /** Removes all of them, and kills what still runs inside. Twice is once. */
  close(): Promise<void>;
}

/**
 * Network namespaces of this process, with names that no other run has. Nothing is changed outside them; nothing stays
 * behind: not after `close`, not when this process exits, and what a killed one left is removed by the next.
 */
export async function openNamespaces(): Promise<Namespaces> {
  await sweep();
  const run = `${mark}-${process.pid}-${(opened += 1)}`;
  const made = new Set<string>();
  const named = (name: string) => `${run}-${name}`;
  const inside = (name: string, ...lines: string[]) => ipEach(named(name), lines);

  const atExit = () => {
    for (const name of made) {
      const namespace = named(name);
      execFileSync('ip', ['netns', 'pids', namespace], { encoding: 'utf8' })
        .split('\n')
        .filter(Boolean)
        .map(Number)
        .forEach(kill);
      execFileSync('ip', ['netns', 'del', namespace]);
    }
  };
  process.on('exit', atExit);

  const close = async () => {
    process.off('exit', atExit);
    for (const name of made) {
      made.delete(name);
      await remove(named(name));
    }
  };

  return {
    add: async (name) => {
      await ip('netns', 'add', named(name));
      made.add(name);
      await inside(name, 'link set lo up');
    },
    prefix: (name) => ['ip', 'netns', 'exec', named(name)],
    ip: inside,
    wire: async (one, at, other, end) => {
      await inside(one, `link add ${at} type veth peer name ${end} netns ${named(other)}`, `link set ${at} up`);
      await inside(other, `link set ${end} up`);
    },
    forwards: async (name) => {
      const settings = '/proc/sys/net/ipv4';
      const script = `echo 1 > ${settings}/ip_forward; for f in ${settings}/conf/*/rp_filter; do echo 0 > $f; done`;
      await ip('netns', 'exec', named(name), 'sh', '-c', script);
    },
    close,
  };
}
