import { shortestCycle, stuckMessages } from './cycle';
import { delivery, nameOf, type GroupHistory, type Line } from './model';
import { verdictOf, type Judged } from './power';
import type { Verdict, VerdictName, Witness, WitnessEvent } from './types';

/** What one line delivered, as far as it is judged. */
export interface Sequence {
  line: Line;
  messages: readonly number[];
}

/** Two neighbours among the messages that both lines delivered, the other way round at the second. */
interface Crossing {
  first: Sequence;
  second: Sequence;
  before: number;
  after: number;
}

/** How often two lines disagree, by pairs of neighbours; and the neighbours that stand closest together. */
const crossingsOf = (sequences: readonly Sequence[], only: Uint8Array): { times: number; closest?: Crossing } => {
  let [times, least] = [0, Infinity];
  let closest: Crossing | undefined;
  /** Where the second line has each message, from 1; 0: nowhere. */
  const places = new Int32Array(only.length);
  sequences.forEach((second, index) => {
    second.messages.forEach((message, place) => (places[message] = place + 1));
    for (const first of sequences.slice(0, index)) {
      let [before, there, here] = [-1, 0, 0];
      first.messages.forEach((after, at) => {
        const place = places[after]!;
        if (place === 0 || !only[after]) return;
        if (there > place) {
          times += 1;
          const spread = at - here + there - place;
          if (spread < least) [least, closest] = [spread, { first, second, before, after }];
        }
        before = after;
        there = place;
        here = at;
      });
    }
    for (const message of second.messages) places[message] = 0;
  });
  return { times, closest };
};

const pairWitness = (history: GroupHistory, { first, second, before, after }: Crossing): Witness => {
  const ids = [before, after].map((message) => history.messages[message]!.id);
  const at = (line: Line, message: number): WitnessEvent => delivery(history, line, line.places.get(message)!);
  return {
    kind: 'inversion',
    says: `${nameOf(history, first.line)} delivered ${ids[0]} before ${ids[1]}, ${nameOf(history, second.line)} the other way round`,
    messages: ids,
    processes: [first.line.process, second.line.process],
    events: [at(first.line, before), at(first.line, after), at(second.line, after), at(second.line, before)],
  };
};

const cycleWitness = (history: GroupHistory, cycle: { message: number; line: Line }[]): Witness => {
  const idOf = (at: number) => history.messages[cycle[at % cycle.length]!.message]!.id;
  const events = cycle.flatMap(({ message, line }, at) =>
    [message, cycle[(at + 1) % cycle.length]!.message].map((one) => delivery(history, line, line.places.get(one)!)),
  );
  const says = cycle.map(({ line }, at) => `${nameOf(history, line)} delivered ${idOf(at)} before ${idOf(at + 1)}`);
  return {
    kind: 'cycle',
    says: says.join(', '),
    messages: cycle.map((_, at) => idOf(at)),
    processes: [...new Set(cycle.map(({ line }) => line.process))],
    events,
  };
};

/** What breaks total order: a pair that crosses, or else a cycle. */
export interface Disorder {
  times: number;
  pair?: Witness;
  cycle?: Witness;
  /** Lines that delivered anything. */
  lines: number;
}

/**
 * Looks for what breaks total order among correct members, or among all. Cycles first, in time linear in the deliveries:
 * where the union of all successions has none, no pair can be crossed either.
 */
export const disorderOf = (history: GroupHistory, uniform: boolean): Disorder => {
  const sequences = history.lines
    .map((line): Sequence => ({
      line,
      messages: uniform ? line.deliveries : line.deliveries.slice(0, line.correctUpTo),
    }))
    .filter(({ messages }) => messages.length > 0);
  const stuck = stuckMessages(sequences, history.messages.length);
  if (!stuck) return { times: 0, lines: sequences.length };
  const { times, closest } = crossingsOf(sequences, stuck);
  if (closest) return { times, pair: pairWitness(history, closest), lines: sequences.length };
  return { times: 1, cycle: cycleWitness(history, shortestCycle(sequences, stuck)!), lines: sequences.length };
};

/** Total order, pairwise and global, among correct members or for all. */
export const totalVerdicts = (
  judged: Judged,
  uniform: boolean,
  found: Disorder,
): [pairwise: Verdict, global: Verdict] => {
  const { times, pair, cycle, lines } = found;
  const chances = lines > 1 ? judged.power.races : 0;
  const name = (scope: 'total' | 'total-global'): VerdictName => (uniform ? `uniform-${scope}` : scope);
  return [
    verdictOf(judged, name('total'), { times: pair ? times : 0, witness: pair, chances }),
    verdictOf(judged, name('total-global'), { times, witness: pair ?? cycle, chances }),
  ];
};
