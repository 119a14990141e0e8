import { shortestCycle, stuckMessages } from './cycle';
import { delivery, nameOf, type GroupHistory, type Line } from './model';
import { verdictOf, type Judged } from './power';
import type { Verdict, VerdictName, Witness, WitnessEvent } from './types';

/** What one line delivered, as far as it is judged. */
export interface Sequence {
  line: Line;
  messages: readonly number[];
}

/** Where a message stands; undefined: not delivered as far as it is judged. */
const placeOf = ({ line, messages }: Sequence, message: number): number | undefined => {
  const place = line.places.get(message);
  return place !== undefined && place < messages.length ? place : undefined;
};

/** Two neighbours among the messages that both lines delivered, the other way round at the second. */
interface Crossing {
  first: Sequence;
  second: Sequence;
  before: number;
  after: number;
}

/** Every pair of lines that disagree, with the neighbours that stand closest together; and how often they do. */
const crossingsOf = (sequences: Sequence[], only: Uint8Array): { times: number; closest?: Crossing } => {
  let [times, least] = [0, Infinity];
  let closest: Crossing | undefined;
  const kept = sequences.map(({ messages }) => messages.filter((one) => only[one]));
  sequences.forEach((first, index) =>
    sequences.slice(index + 1).forEach((second) => {
      let [before, there] = [-1, -1];
      for (const after of kept[index]!) {
        const place = placeOf(second, after);
        if (place === undefined) continue;
        if (there > place) {
          times += 1;
          const spread = placeOf(first, after)! - placeOf(first, before)! + there - place;
          if (spread < least) [least, closest] = [spread, { first, second, before, after }];
        }
        [before, there] = [after, place];
      }
    }),
  );
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

/**
 * Total order, pairwise and global, among correct members or for all. Global is looked at first, in time linear in the
 * deliveries: where the union of all successions has no cycle, no pair can be crossed either.
 */
export const totalVerdicts = (judged: Judged, uniform: boolean): [pairwise: Verdict, global: Verdict] => {
  const { history } = judged;
  const sequences = history.lines
    .map((line): Sequence => ({
      line,
      messages: uniform ? line.deliveries : line.deliveries.slice(0, line.correctUpTo),
    }))
    .filter(({ messages }) => messages.length > 0);
  const stuck = stuckMessages(sequences, history.messages.length);
  const chances = sequences.length > 1 ? judged.power.races : 0;
  const { times, closest } = stuck ? crossingsOf(sequences, stuck) : { times: 0, closest: undefined };
  const pair = closest && pairWitness(history, closest);
  const cycle = stuck && !pair ? shortestCycle(sequences, stuck) : undefined;
  const name = (scope: 'total' | 'total-global'): VerdictName => (uniform ? `uniform-${scope}` : scope);
  return [
    verdictOf(judged, name('total'), { times, witness: pair, chances }),
    verdictOf(judged, name('total-global'), {
      times: pair ? times : cycle ? 1 : 0,
      witness: pair ?? (cycle && cycleWitness(history, cycle)),
      chances,
    }),
  ];
};
