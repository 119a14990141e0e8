import type { Packet } from '../../layer';
import { see, seenNone, type Seen } from '../streams';

/** The packets of one view at one member: by the sender's place in it, those that not all are known to have. */
export interface Log {
  seen: Seen[];
  packets: Map<number, Packet>[];
}

/** By the sender's place: all up to the first number, and the numbers that follow it in the row. */
export type Have = readonly (readonly number[])[];

/** A packet's sender, by its place in the view, and its number. */
export type Place = readonly [of: number, n: number];

export const logOf = (members: readonly string[]): Log => ({
  seen: members.map(seenNone),
  packets: members.map(() => new Map<number, Packet>()),
});

/** Keeps a packet; false if it was there. */
export const keep = (log: Log, [of, n]: Place, packet: Packet): boolean => {
  if (!see(log.seen[of]!, n)) return false;
  log.packets[of]!.set(n, packet);
  return true;
};

export const haveOf = ({ seen }: Log): Have => seen.map(({ upto, more }) => [upto, ...[...more].sort((a, b) => a - b)]);

export const upTo = ({ seen }: Log): number[] => seen.map(({ upto }) => upto);

/** All that any of them has. */
export const union = (haves: readonly Have[]): Have =>
  haves[0]!.map((_, of) => {
    const upto = Math.max(...haves.map((have) => have[of]![0]!));
    const more = new Set(haves.flatMap((have) => have[of]!.slice(1)).filter((n) => n > upto));
    return [upto, ...[...more].sort((a, b) => a - b)];
  });

const has = (have: readonly number[], n: number): boolean => n <= have[0]! || have.includes(n, 1);

/** What the cut has and the log has not. */
export const lacking = ({ seen }: Log, cut: Have): Place[] =>
  cut.flatMap(([upto, ...more], of) => {
    const row: Place[] = [];
    const mine = seen[of]!;
    const add = (n: number): void => {
      if (n > mine.upto && !mine.more.has(n)) row.push([of, n]);
    };
    for (let n = mine.upto + 1; n <= upto!; n += 1) add(n);
    more.forEach(add);
    return row;
  });

/** Whether somebody with `have` can give this packet. */
export const canGive = (have: Have, [of, n]: Place): boolean => has(have[of]!, n);

/** Frees what all members have: `uptos` is each member's row of `upTo`. */
export const forget = (log: Log, uptos: readonly (readonly number[])[]): void => {
  for (const [of, packets] of log.packets.entries()) {
    const least = Math.min(...uptos.map((row) => row[of]!));
    for (const n of packets.keys()) if (n <= least) packets.delete(n);
  }
};
