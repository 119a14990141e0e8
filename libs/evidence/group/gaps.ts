import type { Knowledge } from './knowledge';
import type { GroupHistory, Line } from './model';

/** A message never delivered by a line that delivered one that comes after it. */
export interface Gap {
  line: Line;
  message: number;
  fifo: boolean;
  local: boolean;
}

/** By what correct members delivered, and by what anybody did. */
export interface Gaps {
  correct: Gap[];
  all: Gap[];
}

/** The lowest view in which a message may have been meant to be delivered, by message. */
const homesOf = ({ lines, messages }: GroupHistory): Float64Array => {
  const first = Math.min(...lines.flatMap((line) => line.views.slice(0, 1).map(({ id }) => id)), Infinity);
  const homes = Float64Array.from(messages, ({ view }) => view ?? Infinity);
  for (const line of lines) {
    let next = 0;
    line.deliveries.forEach((message, place) => {
      while (next + 1 < line.views.length && line.views[next + 1]!.from <= place) next += 1;
      const view = line.views[next]?.id;
      if (view !== undefined && view < homes[message]!) homes[message] = view;
    });
  }
  return homes.map((home) => (home === Infinity ? first : home));
};

const gapsAt = (history: GroupHistory, line: Line, what: Knowledge, homes: Float64Array): Gap[] => {
  const { seen, fifo, count } = what;
  const since = line.views[0]?.id ?? Infinity;
  const gaps: Gap[] = [];
  for (const { index, sent } of history.lines) {
    const last = Math.max(fifo[index]!, seen[index]!);
    if (count[index]! >= last) continue;
    for (let number = 1; number <= last; number += 1) {
      const message = sent[number - 1]!;
      if (homes[message]! < since || line.places.has(message)) continue;
      gaps.push({ line, message, fifo: number < fifo[index]!, local: number <= seen[index]! });
    }
  }
  return gaps;
};

/**
 * The gaps of all members, by what each knew at the end, and when it made its last delivery as a correct one. Only from
 * its first view on is a member asked for anything.
 */
export const gapsOf = (
  history: GroupHistory,
  known: readonly (Knowledge | undefined)[],
  atCorrect: readonly (Knowledge | undefined)[],
): Gaps => {
  const homes = homesOf(history);
  const found: Gaps = { correct: [], all: [] };
  for (const line of history.lines) {
    const own = known[line.index];
    if (!own || !line.member) continue;
    const all = gapsAt(history, line, own, homes);
    const whole = line.correctUpTo === line.deliveries.length;
    const then = atCorrect[line.index];
    const correct = whole ? all : then ? gapsAt(history, line, then, homes) : [];
    for (const gap of all) found.all.push(gap);
    for (const gap of correct) found.correct.push(gap);
  }
  return found;
};
