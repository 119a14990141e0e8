import { followerOf, type GroupHistory, type Line } from './model';

/** A causal chain of messages, each sent after its sender had sent, or delivered, the one before. */
export type Chain = number[];

/**
 * The shortest causal chain from a message to one that this line delivered before this place; undefined: none. Breadth
 * first, a pass over the history for each step of the chain.
 */
export const shortestChain = (
  history: GroupHistory,
  from: number,
  { deliveries }: Line,
  place: number,
): Chain | undefined => {
  const parents = new Map<number, number>([[from, -1]]);
  for (;;) {
    const reached = new Map<number, number>();
    let known = -1;
    for (const { index, steps } of history.lines) {
      // An incarnation knows in a later membership what it knew before.
      if (index === 0 || followerOf(history, index - 1) < 0) known = -1;
      for (const step of steps) {
        const message = step >> 1;
        if (known >= 0 && step % 2 === 0 && !parents.has(message)) reached.set(message, known);
        else if (known < 0 && parents.has(message)) known = message;
      }
    }
    if (reached.size === 0) return undefined;
    for (const [message, parent] of reached) parents.set(message, parent);
    const end = deliveries.slice(0, place).find((message) => reached.has(message));
    if (end === undefined) continue;
    const chain: Chain = [];
    for (let message = end; message >= 0; message = parents.get(message)!) chain.unshift(message);
    return chain;
  }
};

/** Every message that this one happened before. */
export const successorsOf = (history: GroupHistory, from: number): Set<number> => {
  const found = new Set([from]);
  for (let before = 0; before < found.size;) {
    before = found.size;
    let known = false;
    for (const { index, steps } of history.lines) {
      if (index === 0 || followerOf(history, index - 1) < 0) known = false;
      for (const step of steps) {
        if (known && step % 2 === 0) found.add(step >> 1);
        known ||= found.has(step >> 1);
      }
    }
  }
  found.delete(from);
  return found;
};
