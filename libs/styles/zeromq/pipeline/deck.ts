import { setTimeout as sleep } from 'node:timers/promises';
import { Pull, Push } from 'zeromq';
import { addressOf } from '@parley/middleware/zeromq';
import type { DeckPlace, DeckProgram } from '@parley/roles';
import { dumps, loads } from './pickle';
import { sinkPort, sourcePorts } from './style';

const random = (from: number, to: number): number => from + Math.floor(Math.random() * (to - from + 1));

/** Which of the two it is: the argument, or the number in its name (`source-2`); the first where nobody says. */
const meOf = ({ args: [me], name }: DeckPlace): string => me ?? /-(\w+)$/.exec(name)?.[1] ?? '1';

/** A source: pushes a hundred workloads of 1 to 100, each a pickled tuple of its name and the workload. */
const source: DeckProgram = async (place: DeckPlace) => {
  const { bind, ready, say, signal } = place;
  const me = meOf(place);
  // What it has queued is sent before it ends, unless nobody takes it for so long.
  const socket = new Push({ linger: 10_000 });
  signal.addEventListener('abort', () => socket.close());
  const addresses = bind.length > 0 ? bind : sourcePorts;
  const address = (me === '1' ? addresses[0] : addresses[1]) ?? addresses[0]!;
  await socket.bind(addressOf(address));
  ready([socket.lastEndpoint ?? address]);
  try {
    for (let i = 0; i < 100; i++) {
      const work = random(1, 100);
      await socket.send(dumps({ source: me, work }));
    }
    say(`source ${me} has pushed 100 workloads`);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  socket.close();
};

/**
 * A worker: pulls from both sources and works, a hundredth of a second for each unit of the workload (or so many
 * milliseconds as the second argument says). A third address is a sink: it gets each tuple when the work is done, which
 * is our addition.
 */
const worker: DeckProgram = async ({ connect, ready, say, signal, args: [, unit = '10'] }: DeckPlace) => {
  const socket = new Pull({ linger: 0 });
  signal.addEventListener('abort', () => socket.close());
  const [one = sourcePorts[0], two = sourcePorts[1], sink] = connect;
  for (const address of connect.length === 1 ? [one] : [one, two]) socket.connect(addressOf(address));
  const results = sink === undefined ? undefined : new Push({ linger: 2000, sendTimeout: 5000 });
  results?.connect(addressOf(sink!));
  ready([]);
  for await (const [frame] of socket) {
    const workload = loads(frame!);
    await sleep(workload.work * Number(unit), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    say(`${workload.source} ${workload.work}`);
    await results?.send(frame!);
  }
  socket.close();
  results?.close();
};

/** The sink, which the deck has not: it counts what the workers have done, by source. */
export const sink: DeckProgram = async ({ bind, ready, say, signal }: DeckPlace) => {
  const socket = new Pull({ linger: 0 });
  signal.addEventListener('abort', () => socket.close());
  const [address = sinkPort] = bind;
  await socket.bind(addressOf(address));
  ready([socket.lastEndpoint ?? address]);
  const done: Record<string, number> = {};
  for await (const [frame] of socket) {
    const { source: from } = loads(frame!);
    done[from] = (done[from] ?? 0) + 1;
    say(
      Object.entries(done)
        .map(([name, count]) => `${name}: ${count}`)
        .sort()
        .join(', '),
    );
  }
  socket.close();
};

/** The deck's two programs. */
export const deck: Record<string, DeckProgram> = { source, worker };
