import type { Causality, Late } from './causality';
import { shortestChain, type Chain } from './chain';
import type { Gap } from './gaps';
import { delivery, nameOf, submission, type GroupHistory, type Line } from './model';
import type { Verdict, Witness, WitnessEvent } from './types';
import { verdictOf, type Judged } from './power';

/** Looking for the shortest chain reads the history again: as many times as keep it within seconds. */
const tries = ({ size }: GroupHistory): number => Math.max(4, Math.min(200, Math.floor(2_000_000 / (size + 1))));

const idsOf = ({ messages }: GroupHistory, chain: Chain): string[] => chain.map((message) => messages[message]!.id);

/** Who had delivered the first when it sent the second, where it was not the one that had sent both. */
const linkEvents = (history: GroupHistory, chain: Chain): WitnessEvent[] =>
  chain.flatMap((message, at) => {
    const sender = history.lines[history.messages[message]!.line]!;
    const before = chain[at - 1];
    const learned = before === undefined ? undefined : sender.places.get(before);
    const own = before !== undefined && sender.sent.includes(before);
    const link = learned === undefined || own ? [] : [delivery(history, sender, learned)];
    return [...link, submission(history, message)];
  });

const processesOf = (events: WitnessEvent[]): string[] => [...new Set(events.map(({ process }) => process))];

const because = (history: GroupHistory, chain: Chain): string =>
  chain
    .slice(1)
    .map((message, at) => {
      const [before, after] = [history.messages[chain[at]!]!, history.messages[message]!];
      const sender = nameOf(history, history.lines[after.line]!);
      return history.lines[before.line]!.process === history.lines[after.line]!.process
        ? `${sender} sent ${after.id} after ${before.id}`
        : `${sender} sent ${after.id} when it had delivered ${before.id}`;
    })
    .join(', ');

const disorder = (history: GroupHistory, line: Line, chain: Chain, late?: number): Witness => {
  const [first, last] = [chain[0]!, chain.at(-1)!];
  const there = line.places.get(last)!;
  const events = [...linkEvents(history, chain), delivery(history, line, there)];
  if (late !== undefined) events.push(delivery(history, line, late));
  const [id, other] = [history.messages[first]!.id, history.messages[last]!.id];
  const what = late === undefined ? `${other} and never ${id}` : `${other} before ${id}`;
  return {
    kind: late === undefined ? 'gap' : 'inversion',
    says: `${nameOf(history, line)} delivered ${what}, though ${because(history, chain)}`,
    messages: idsOf(history, chain),
    processes: processesOf(events),
    events,
  };
};

/** The pair of one sender: the late one, and the first later one that was delivered before it. */
const fifoChain = ({ lines, messages }: GroupHistory, message: number, { deliveries }: Line, place: number): Chain => {
  const { line, number } = messages[message]!;
  const { process, inc } = lines[line]!;
  const later = (one: number): boolean => {
    const { line: other, number: its } = messages[one]!;
    if (other === line) return its > number;
    return other > line && lines[other]!.process === process && lines[other]!.inc === inc;
  };
  return [message, deliveries.slice(0, place).find(later)!];
};

const shortest = (
  history: GroupHistory,
  all: readonly (Late | Gap)[],
  chainOf: (at: Late | Gap, place: number) => Chain | undefined,
): Witness | undefined => {
  let best: Witness | undefined;
  for (const one of all.slice(0, tries(history))) {
    const late = 'place' in one ? one.place : undefined;
    const chain = chainOf(one, late ?? one.line.deliveries.length);
    if (chain && (!best || chain.length < best.messages.length)) best = disorder(history, one.line, chain, late);
    if (best?.messages.length === 2) return best;
  }
  return best;
};

/** FIFO, or causal order, among correct members or for all (`uniform`). */
export const orderVerdict = (
  order: 'fifo' | 'causal',
  uniform: boolean,
  judged: Judged,
  causality: Causality,
): Verdict => {
  const { history, reliable, quiescent } = judged;
  const meant = ({ fifo, local }: { fifo: boolean; local: boolean }) => fifo || (order === 'causal' && local);
  const lates = causality.lates.filter((one) => meant(one) && (uniform || one.place < one.line.correctUpTo));
  const gaps = causality.gaps[uniform ? 'all' : 'correct'].filter(meant);
  const wrong = [...lates, ...(reliable ? gaps : [])];
  const chances = causality.chances[uniform ? (order === 'fifo' ? 'uniformFifo' : 'uniformCausal') : order];
  const witness = shortest(history, wrong, ({ line, message }, place) =>
    order === 'fifo' ? fifoChain(history, message, line, place) : shortestChain(history, message, line, place),
  );
  const [fifo, local] = [wrong.some((one) => one.fifo), wrong.some((one) => one.local)];
  const half = fifo && local ? 'both' : fifo ? 'fifo' : 'local order';
  const open = !quiescent && gaps.some(({ line }) => line.end === 'stays');
  return {
    ...verdictOf(judged, uniform ? `uniform-${order}` : order, {
      ...{ times: wrong.length, witness, chances },
      ...(open && { open: 'a message is missing that may still come after its successor' }),
    }),
    ...(gaps.length > 0 && { gaps: gaps.length }),
    ...(order === 'causal' && wrong.length > 0 && { half }),
  } as Verdict;
};
