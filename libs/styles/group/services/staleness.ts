import { randomOf, simulate, type Plan } from '@parley/faults';
import type { EvidenceRecord } from '@parley/evidence';
import { composeStack } from '../stack/compose';
import { sensors } from './sensors';
import { channel, replicaMachine, replicas, type Input } from './simulated';

/** What replicas showed of others’ sensors, over all replicas and time; virtual milliseconds. */
export interface Staleness {
  /** How old the reading was that was shown: on average over time, and at worst. */
  meanAge: number;
  worstAge: number;
  /** Readings that were due at replicas other than the sensor’s own, and those that never came. */
  due: number;
  missing: number;
  /** How often a replica fell back to an older reading than it had shown, and how long until it had caught up. */
  fellBack: number;
  meanBack: number;
  worstBack: number;
}

export interface Weather {
  /** Each sensor reads so often. */
  everyMs: number;
  readings: number;
  delay: readonly [number, number];
  loss: number;
}

const planOf = (seed: number, { everyMs, readings, delay, loss }: Weather): Plan<Input> => {
  const random = randomOf(seed, 'sensors');
  const until = (readings + 1) * everyMs;
  return {
    seed,
    processes: replicas,
    channel,
    weather: { delay, loss, duplicates: 0, until },
    script: [
      ...replicas.map((process) => ({ at: 0, process, input: { kind: 'start' as const } })),
      ...replicas.flatMap((process) => {
        const phase = random() * everyMs;
        return Array.from({ length: readings }, (_, turn) => ({
          at: phase + turn * everyMs,
          process,
          input: { kind: 'client' as const, turn, draw: 0 },
        }));
      }),
    ],
    faults: [],
    quiet: 3000,
  };
};

const msOf = ({ mono }: EvidenceRecord): number => Number(mono) / 1e6;

/** One replica’s view of one sensor: when it showed which reading, 0 the first. */
interface Shown {
  at: number;
  reading: number;
}

/** The age of what is shown, from the first reading on to the end: the area under it, the time, the worst, the falls back. */
const followed = (shown: readonly Shown[], taken: readonly number[], end: number) => {
  const sum = { area: 0, time: 0, worst: 0, back: [] as number[] };
  let [newest, backSince] = [-1, undefined as number | undefined];
  for (const [index, { at, reading }] of shown.entries()) {
    if (reading < newest) backSince ??= at;
    else if (backSince !== undefined) {
      sum.back.push(at - backSince);
      backSince = undefined;
    }
    newest = Math.max(newest, reading);
    const until = shown[index + 1]?.at ?? end;
    const [young, old] = [at - taken[reading]!, until - taken[reading]!];
    sum.area += ((young + old) / 2) * (until - at);
    sum.time += until - at;
    sum.worst = Math.max(sum.worst, old);
  }
  if (backSince !== undefined) sum.back.push(end - backSince);
  return sum;
};

/** Measures what some layers make of the sensors, in the runs of so many seeds. Without layers: unreliable, unordered. */
export const stalenessOf = (layers: readonly string[], weather: Weather, seeds: number): Staleness => {
  const machine = replicaMachine(sensors, composeStack(['simulated', ...layers]));
  const all: Staleness = { meanAge: 0, worstAge: 0, due: 0, missing: 0, fellBack: 0, meanBack: 0, worstBack: 0 };
  let [area, time, backTime] = [0, 0, 0];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { records } = simulate(machine, planOf(seed, weather));
    const taken = new Map(replicas.map((process) => [process, [] as number[]]));
    const shown = new Map<string, Shown[]>();
    const end = Math.max(...records.filter(({ event }) => event === 'submitted').map(msOf));
    for (const record of records) {
      const { event, process, msg } = record;
      if (event === 'submitted') taken.get(process)!.push(msOf(record));
      if (event !== 'processed' || process === msg.sender || msOf(record) > end) continue;
      const key = `${msg.sender} at ${process}`;
      shown.set(key, [...(shown.get(key) ?? []), { at: msOf(record), reading: msg.seq! - 1 }]);
    }
    const due = replicas.length * (replicas.length - 1) * weather.readings;
    all.due += due;
    all.missing +=
      due - records.filter(({ event, process, msg }) => event === 'processed' && process !== msg.sender).length;
    for (const [key, row] of shown) {
      const sum = followed(row, taken.get(key.split(' ')[0]!)!, end);
      area += sum.area;
      time += sum.time;
      all.worstAge = Math.max(all.worstAge, sum.worst);
      all.fellBack += sum.back.length;
      backTime += sum.back.reduce((total, ms) => total + ms, 0);
      all.worstBack = Math.max(all.worstBack, ...sum.back);
    }
  }
  all.meanAge = area / time;
  all.meanBack = all.fellBack > 0 ? backTime / all.fellBack : 0;
  return all;
};

/** As the lecture has it: a reading each 10 s; ways of at most 1.5 s, a tenth lost. */
export const seldom: Weather = { everyMs: 10_000, readings: 40, delay: [5, 1500], loss: 0.1 };

/** More often than a packet takes at worst, so that readings overtake one another. */
export const often: Weather = { everyMs: 500, readings: 40, delay: [5, 1500], loss: 0.1 };

/** Orders over one reliability each: what a stronger one buys is seen against the first of its row. */
export const rows: readonly { reliability: string; orders: readonly { order: string; layers: readonly string[] }[] }[] =
  [
    {
      reliability: 'unreliable',
      orders: [
        { order: 'none', layers: [] },
        { order: 'FIFO', layers: ['fifo'] },
      ],
    },
    {
      reliability: 'reliable',
      orders: [
        { order: 'none', layers: ['nack', 'relay'] },
        { order: 'FIFO', layers: ['nack', 'relay', 'fifo'] },
        { order: 'causal', layers: ['nack', 'relay', 'causal'] },
        { order: 'total causal', layers: ['nack', 'relay', 'causal-sequencer'] },
      ],
    },
  ];
