import type { Finding, Show } from '@parley/roles';
import { ms, partHere, pause, startPart, table } from '@parley/staging';
import { ask, clients, many, quickBehind, waitMs } from '../../shown/asking';
import { playServer, stock } from '../../shown/four-servers';

/** One for each kind of server. */
type Five<T> = [T, T, T, T, T];

const kinds = [
  { kind: 'one', name: 'one thread', told: [] },
  { kind: 'threads', name: `${clients} threads`, told: [clients] },
  { kind: 'threads', name: 'at most 2 threads', told: [2] },
  { kind: 'processes', name: 'a process a client', told: [] },
  { kind: 'loop', name: 'event loop', told: [] },
];

const start = async ({ kind, name, told }: (typeof kinds)[0]) => {
  const child = startPart('tcp', 'servers', kind, ...told);
  return { name, child, port: Number((await child.line(/^port /)).slice(5)) };
};

async function measure({ name, port }: Awaited<ReturnType<typeof start>>, slowMs: number) {
  const waiting = await quickBehind(port, `wait ${slowMs}`);
  const computing = await quickBehind(port, `compute ${slowMs}`);
  const taken = await many(port, 'take');
  const { served } = await ask(port, 'memory');
  return { name, waiting, computing, taken: taken.served.length, left: served!.left, ownBytes: served!.ownBytes };
}

/** One client is being served when another's request kills what serves it: is the first answered? */
const survives = async ({ port }: { port: number }, slowMs: number): Promise<boolean> => {
  const served = ask(port, `wait ${slowMs}`);
  await pause(slowMs / 2);
  await ask(port, 'die');
  return (await served).served !== undefined;
};

async function demonstrate(say: (line: string) => void): Promise<Finding[]> {
  const servers = await Promise.all(kinds.map(start));
  try {
    const load: ({ single: number } & Awaited<ReturnType<typeof many>>)[] = [];
    for (const { port } of servers)
      load.push({ single: (await ask(port, 'wait 0')).took, ...(await many(port, `wait ${waitMs}`)) });
    // Long enough that starting a process falls within it.
    const slowMs = (index: number) => Math.round(Math.max(400, 5 * load[index]!.single));
    const measured = (index: number) => measure(servers[index]!, slowMs(index));
    const [first, second, third, fifth] = await Promise.all([0, 1, 2, 4].map(measured));
    const all = [first!, second!, third!, await measured(3), fifth!];
    const [one, threads, two, processes, loop] = all as Five<(typeof all)[0]>;
    const [ofOne, ofThreads, ofTwo, ofProcesses, ofLoop] = load as Five<(typeof load)[0]>;
    const mega = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
    say(`${clients} clients at once, each request waits ${waitMs} ms; then a quick one behind a slow one:`);
    const head = [
      'server',
      'at once',
      'all after',
      'quick alone',
      'slow one',
      'behind one that waits',
      'behind one that computes',
      'memory',
    ];
    const rows = all.map(({ name, waiting, computing, ownBytes }, index) => {
      const { atOnce: most, took, single } = load[index]!;
      return [name, most, ms(took), ms(single), ms(slowMs(index)), waiting.text, computing.text, mega(ownBytes)];
    });
    for (const line of table(head, rows)) say(line);
    const perThread = (threads.ownBytes - two.ownBytes) / (clients - 2);
    const crashed = await Promise.all([1, 3, 4].map((index) => survives(servers[index]!, slowMs(index))));
    const [threadsSurvive, processesSurvive, loopSurvives] = crashed;
    const answered = (is: boolean | undefined) => (is ? 'answered' : 'not answered');
    return [
      {
        says: 'one thread serves one client at a time: the others wait in line',
        measured: `${ofOne.atOnce} at once, ${clients} done after ${ms(ofOne.took)}`,
        holds: ofOne.atOnce === 1 && ofOne.took >= 0.95 * clients * waitMs,
      },
      {
        says: 'threads and an event loop wait for many at the same time',
        measured: `${ofThreads.atOnce} and ${ofLoop.atOnce} at once, done after ${ms(ofThreads.took)} and ${ms(ofLoop.took)}`,
        holds: [ofThreads, ofLoop].every((each) => each.atOnce > 2 && each.took < ofOne.took),
      },
      {
        says: 'a slow request that waits holds up a quick one at one thread only',
        measured: all.map(({ name, waiting }) => `${name} ${waiting.text}`).join(', '),
        holds: !one.waiting.overtakes && [threads, two, processes, loop].every(({ waiting }) => waiting.overtakes),
      },
      {
        says: 'one that computes holds it up at an event loop too: it has one thread',
        measured: all.map(({ name, computing }) => `${name} ${computing.text}`).join(', '),
        holds:
          [one, loop].every(({ computing }) => !computing.overtakes) &&
          [threads, processes].every(({ computing }) => computing.overtakes),
      },
      {
        says: 'exercise 1, a limit on threads makes sense: each has its price, and who is too many waits and is served',
        measured: `${mega(perThread)} a thread; with at most 2: ${ofTwo.atOnce} at once, ${ofTwo.served.length} of ${clients} served`,
        holds: perThread > 0 && ofTwo.atOnce <= 2 && ofTwo.served.length === clients,
      },
      {
        says: 'exercise 2, one thread is better where requests share something: nothing comes between reading and writing',
        measured: `${stock} in stock, ${clients} take one without a lock; left at one thread ${one.left}, ${clients} threads ${threads.left}, event loop ${loop.left}`,
        holds: one.left === stock - one.taken && threads.left > stock - threads.taken && loop.left > stock - loop.taken,
      },
      {
        says: 'exercise 3, for processes: a crash takes one client with it; that of a thread, all',
        measured: `somebody else’s request at its death: ${answered(processesSurvive)}; threads: ${answered(threadsSurvive)}; event loop: ${answered(loopSurvives)}`,
        holds: processesSurvive === true && threadsSurvive === false && loopSurvives === false,
      },
      {
        says: 'exercise 3, against processes: one has to be started for each client, and they share nothing',
        measured: `a quick request ${ms(ofProcesses.single)} against ${ms(ofThreads.single)}; of what another took, the next one sees ${processes.left} of ${stock} left; memory is no argument here: ${mega(processes.ownBytes)} a process, ${mega(perThread)} a thread, as each thread of Node has a heap of its own`,
        holds: ofProcesses.single > ofThreads.single && processes.left === stock,
      },
    ];
  } finally {
    for (const { child } of servers) child.kill('SIGKILL');
  }
}

export const show: Show = {
  title: 'One server four ways: one thread, threads, processes, an event loop',
  rows: ['S58'],
  run: async ({ say }) => {
    const here = partHere();
    if (here) await playServer(here.part, here.told);
    return here ? [] : demonstrate(say);
  },
};
