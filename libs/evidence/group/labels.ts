import { successorsOf } from './chain';
import type { GroupHistory } from './model';

/** `not constrained`: nothing is asked of this pair, or nobody delivered both. */
export type Label = 'holds' | 'violated' | 'not constrained';

/** Which orders the deliveries of two messages keep. */
export interface PairLabels {
  first: string;
  second: string;
  fifo: Label;
  total: Label;
  causal: Label;
}

/** Whether each line that delivered both delivered this one first. */
const firsts = ({ lines }: GroupHistory, a: number, b: number): boolean[] =>
  lines.flatMap(({ places }) => {
    const [there, then] = [places.get(a), places.get(b)];
    return there === undefined || then === undefined ? [] : [there < then];
  });

const inOrder = (seen: boolean[]): Label =>
  seen.length === 0 ? 'not constrained' : seen.every(Boolean) ? 'holds' : 'violated';

/**
 * The pairs of these messages (all of them where none are named), each labelled with the orders that its deliveries
 * keep, pairs in the order of submission as the records tell it. FIFO is asked of one sender's messages only; causal
 * only where one can have caused the other; total only where two processes delivered both. A message that was not
 * delivered violates nothing here. Pure; time grows with the square of the messages. Throws RangeError on an id that is
 * not in the history. Slides: orders, the example of four messages.
 */
export const pairLabels = (history: GroupHistory, ids?: readonly string[]): PairLabels[] => {
  const { messages } = history;
  const index = new Map(messages.map(({ id }, at) => [id, at]));
  const chosen = (ids ?? messages.filter(({ line }) => line >= 0).map(({ id }) => id)).map((id) => {
    const at = index.get(id);
    if (at === undefined) throw new RangeError(`no message ${JSON.stringify(id)} in the history`);
    return at;
  });
  const successors = new Map(chosen.map((message) => [message, successorsOf(history, message)]));
  const label = (a: number, b: number): PairLabels => {
    const seen = firsts(history, a, b);
    const [before, after] = [successors.get(a)!.has(b), successors.get(b)!.has(a)];
    const caused = before ? seen : after ? seen.map((first) => !first) : [];
    const [first, second] = [messages[a]!, messages[b]!];
    const same = first.line === second.line && first.line >= 0;
    const sorted = first.number < second.number ? seen : seen.map((one) => !one);
    return {
      first: first.id,
      second: second.id,
      fifo: inOrder(same ? sorted : []),
      total: seen.length < 2 ? 'not constrained' : seen.every((one) => one === seen[0]) ? 'holds' : 'violated',
      causal: inOrder(caused),
    };
  };
  return chosen.flatMap((a, at) => chosen.slice(at + 1).map((b) => label(a, b)));
};

const names = { fifo: 'FIFO', total: 'total', causal: 'causal' } as const;
const orders = ['fifo', 'total', 'causal'] as const;

/** A label in the slide's words: the orders that hold, then those that are broken; `no order` where none holds. */
export const sayLabel = (labels: PairLabels): string => {
  const holding = orders.filter((order) => labels[order] === 'holds');
  if (holding.length === 0) return 'no order';
  const broken = orders.filter((order) => labels[order] === 'violated').map((order) => `not ${names[order]}`);
  return [...holding.map((order) => names[order]), ...broken].join(', ');
};
