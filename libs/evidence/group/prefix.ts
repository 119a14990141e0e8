import { delivery, nameOf, type GroupHistory, type Line } from './model';
import { verdictOf, type Judged } from './power';
import type { Verdict, Witness } from './types';

/** What a line delivered from its installation of this view on; undefined: it never did install it. */
const since = ({ views, deliveries }: Line, view: number): number[] | undefined => {
  const from = views.find(({ id }) => id === view)?.from;
  return from === undefined ? undefined : deliveries.slice(from);
};

const differ = (history: GroupHistory, victim: Line, other: Line, got: number, expected: number): Witness => {
  const [mine, theirs] = [history.messages[got]!.id, history.messages[expected]!.id];
  const gap = !victim.places.has(expected);
  const events = [
    delivery(history, other, other.places.get(expected)!),
    delivery(history, victim, victim.places.get(got)!),
  ];
  const what = gap
    ? `never ${theirs}, which ${nameOf(history, other)} delivered`
    : `${theirs} later than ${nameOf(history, other)}`;
  return {
    kind: gap ? 'gap' : 'divergence',
    says: `${nameOf(history, victim)} crashed; it had delivered ${mine}, and ${what} before that`,
    messages: [theirs, mine],
    processes: [victim.process, other.process],
    events,
  };
};

/**
 * What a crashed member delivered is a gap-free prefix of what each correct member delivered from the same view on. What
 * it delivered last and no correct member ever does (a tail) breaks uniform agreement, and is not held against it here.
 */
export const prefixVerdict = (judged: Judged): Verdict => {
  const { history, quiescent } = judged;
  const [victims, others] = [
    history.lines.filter(({ member, end }) => member && (end === 'crashed' || end === 'replaced')),
    history.lines.filter(({ member, end }) => member && end === 'stays'),
  ];
  const delivered = new Set(others.flatMap(({ deliveries }) => deliveries));
  let [times, chances, open] = [0, 0, 0];
  let witness: Witness | undefined;
  for (const victim of victims) {
    const [first] = victim.views;
    const known = victim.deliveries.findLastIndex((message) => delivered.has(message)) + 1;
    const own = victim.deliveries.slice(0, known);
    if (!quiescent && known < victim.deliveries.length && others.length > 0) open += 1;
    for (const other of others) {
      const theirs = since(other, first!.id);
      if (!theirs) continue;
      chances += Math.min(own.length, theirs.length);
      const wrong = own.findIndex((message, place) => place < theirs.length && message !== theirs[place]);
      if (wrong >= 0) {
        times += 1;
        witness ??= differ(history, victim, other, own[wrong]!, theirs[wrong]!);
      } else if (!quiescent && own.length > theirs.length) open += 1;
    }
  }
  const still = 'a crashed member has delivered what a correct one may still deliver';
  return verdictOf(judged, 'prefix', { times, witness, chances, ...(open > 0 && { open: still }) });
};
