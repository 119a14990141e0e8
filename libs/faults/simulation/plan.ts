import { randomOf } from '../random';
import { identityOf } from './machine';

/** What goes wrong. Times are virtual milliseconds, sides are lists of process names. */
export type Fault =
  | { kind: 'crash'; process: string; at: number }
  /** Dies while it handles its `step`-th input (1, 2, 3 …), after so many sends to single processes. */
  | { kind: 'crash'; process: string; step: number; sends: number }
  | { kind: 'freeze'; process: string; at: number; ms: number }
  | { kind: 'partition'; at: number; ms: number; sides: readonly (readonly string[])[] };

/** The weather of the network, up to `until`; after that only the delays are left. */
export interface Weather {
  /** The shortest and longest way of a packet. Each pair of processes has a range of its own in it, each way another. */
  delay: readonly [least: number, most: number];
  loss: number;
  duplicates: number;
  until: number;
}

/** A whole run: the same plan gives the same history. */
export interface Plan<I> {
  seed: number;
  /** Who is there from the beginning. */
  processes: readonly string[];
  channel: string;
  weather: Weather;
  script: readonly { at: number; process: string; input: I }[];
  faults: readonly Fault[];
  /** How long the run goes on after the last of script, faults and weather. */
  quiet: number;
}

/** When the last of script, faults and weather is over. */
export const endOf = <I>({ script, faults, weather }: Plan<I>): number =>
  Math.max(
    weather.until,
    ...script.map(({ at }) => at),
    ...faults.map((fault) => ('at' in fault ? fault.at + ('ms' in fault ? fault.ms : 0) : 0)),
  );

/** The shortest and the longest way of a packet between two processes: each direction has its own, from the seed. */
export const waysOf = (seed: number, { delay: [least, most] }: Weather) => {
  const ways = new Map<string, readonly [number, number]>();
  return (from: string, to: string): readonly [number, number] => {
    const key = `${from}>${to}`;
    let way = ways.get(key);
    if (!way) {
      const random = randomOf(seed, 'way', key);
      const low = least + random() * random() * (most - least);
      ways.set(key, (way = [low, low + random() * (most - low)]));
    }
    return way;
  };
};

/** Whether a partition stands between two processes. Who is on no side is with nobody. */
export const isCut = (faults: readonly Fault[], now: number, from: string, to: string): boolean =>
  faults.some((fault) => {
    if (fault.kind !== 'partition' || now < fault.at || now >= fault.at + fault.ms) return false;
    const [one, other] = [identityOf(from).process, identityOf(to).process];
    return !fault.sides.some((side) => side.includes(one) && side.includes(other));
  });
