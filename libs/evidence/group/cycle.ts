import type { Line } from './model';
import type { Sequence } from './total';

/**
 * The messages that no order of all can place, marked with 1: on a cycle of the union of successions, or after one.
 * Undefined: there is none. Takes whatever is at the head of every line that has it.
 */
export const stuckMessages = (sequences: readonly Sequence[], count: number): Uint8Array | undefined => {
  const wanted = new Int32Array(count);
  const holders: number[][] = Array.from({ length: count }, () => []);
  sequences.forEach(({ messages }, index) => {
    for (const message of messages) {
      wanted[message]! += 1;
      holders[message]!.push(index);
    }
  });
  const heads = new Int32Array(sequences.length);
  const ready: number[] = [];
  const offer = (index: number): void => {
    const message = sequences[index]!.messages[heads[index]!];
    if (message !== undefined && (wanted[message]! -= 1) === 0) ready.push(message);
  };
  sequences.forEach((_, index) => offer(index));
  for (let message = ready.pop(); message !== undefined; message = ready.pop())
    for (const index of holders[message]!) {
      heads[index]! += 1;
      offer(index);
    }
  const stuck = new Uint8Array(count);
  sequences.forEach(({ messages }, index) => {
    for (const message of messages.slice(heads[index])) stuck[message] = 1;
  });
  return stuck.includes(1) ? stuck : undefined;
};

type Cycle = { message: number; line: Line }[];

/** From how many messages a cycle is looked for: all of them where they are few. */
const starts = 400;

/** The shortest way from a message back to itself, each step from one message to any later one of some line. */
const cycleFrom = (sequences: readonly Sequence[], holders: Map<number, number[]>, start: number, most: number) => {
  const ends = sequences.map(({ messages }) => messages.length);
  const parents = new Map<number, { from: number; by: number }>();
  let frontier = [start];
  for (let length = 1; frontier.length > 0 && length < most; length += 1) {
    const next: number[] = [];
    for (const from of frontier)
      for (const by of holders.get(from)!) {
        const { line, messages } = sequences[by]!;
        const place = line.places.get(from)!;
        for (let at = ends[by]! - 1; at > place; at -= 1) {
          const message = messages[at]!;
          if (parents.has(message) || !holders.has(message)) continue;
          parents.set(message, { from, by });
          next.push(message);
        }
        ends[by] = Math.min(ends[by]!, place + 1);
      }
    if (parents.has(start)) break;
    frontier = next;
  }
  if (!parents.has(start)) return undefined;
  const cycle: Cycle = [];
  for (let message = start; ;) {
    const { from, by } = parents.get(message)!;
    cycle.unshift({ message: from, line: sequences[by]!.line });
    if (from === start) return cycle;
    message = from;
  }
};

/** The shortest cycle through the stuck messages; where they are many, the shortest through those at the heads. */
export const shortestCycle = (sequences: readonly Sequence[], stuck: Uint8Array): Cycle | undefined => {
  const holders = new Map<number, number[]>();
  const heads: number[] = [];
  sequences.forEach(({ messages }, index) => {
    const own = messages.filter((message) => stuck[message]);
    if (own[0] !== undefined) heads.push(own[0]);
    for (const message of own) holders.set(message, [...(holders.get(message) ?? []), index]);
  });
  let best: Cycle | undefined;
  const from = holders.size <= starts ? holders.keys() : new Set(heads);
  for (const start of from) best = cycleFrom(sequences, holders, start, best?.length ?? Infinity) ?? best;
  return best;
};
