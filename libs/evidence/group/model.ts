import type { WitnessEvent } from './types';

/** A message of a group. One that nobody submitted is a forgery and has no place in any order. */
export interface Message {
  id: string;
  /** The index of the line that submitted it; -1: nobody did. */
  line: number;
  /** 1, 2, 3 … in the order in which its line submitted. */
  number: number;
  /** Of the record that says `submitted`. */
  seq: number;
  /** How many steps its line had done before. */
  step: number;
  /** The view that its line had installed when it submitted. */
  view?: number;
}

/** A view as one process noted it. */
export interface NotedView {
  id: number;
  members: readonly string[];
  joined: readonly string[];
  process: string;
  inc: string;
  seq: number;
}

/**
 * How the story of a line ends. `stays`: alive, and a member still (if it ever was one) when the history ends;
 * `joined`: a sender outside the group became a member; `replaced`: another incarnation of the process began.
 */
export type End = 'stays' | 'joined' | 'left' | 'expelled' | 'crashed' | 'replaced';

/**
 * What one process did in a group, in its local order: one incarnation, one unbroken membership. Who was excluded and
 * comes back starts a new line, since its state was transferred to it: it has no duties of the time between.
 */
export interface Line {
  index: number;
  process: string;
  inc: string;
  /** 0: not (yet, or no longer) a member. */
  member: boolean;
  /** Views that it installed, each with the number of deliveries before it. */
  views: { id: number; from: number; seq: number }[];
  end: End;
  /** What it submitted and delivered: message × 2, and 1 more for a delivery. Repeated deliveries are not in it. */
  steps: number[];
  /** Messages in the order in which it submitted them. */
  sent: number[];
  /** Messages in the order in which it first delivered them; forgeries are not in it. */
  deliveries: number[];
  /** Of the records that say so. */
  deliverySeqs: number[];
  /** How many of the deliveries it made in views in which it was correct. */
  correctUpTo: number;
  /** Where in `deliveries` each message stands. */
  places: Map<number, number>;
}

/** What breaks integrity. */
export interface Breach {
  kind: 'forged' | 'duplicate' | 'wrong sender' | 'before it was sent';
  message: number;
  says: string;
  events: WitnessEvent[];
}

/** A run of one group, ready to be judged. Messages and lines refer to each other by index. */
export interface GroupHistory {
  run: string;
  group: string;
  /** The name of the stack. */
  style: string;
  lines: Line[];
  messages: Message[];
  views: NotedView[];
  /** Whether the harness has noted that everything had come to rest. */
  quiescent: boolean;
  /** Events in the history that count here. */
  size: number;
  breaches: Breach[];
}

/** The line in which the same incarnation goes on, as another member; -1: none. */
export const followerOf = ({ lines }: GroupHistory, index: number): number => {
  const [line, next] = [lines[index]!, lines[index + 1]];
  return next && next.process === line.process && next.inc === line.inc ? index + 1 : -1;
};

/** The identifier of the view in which a line made its delivery at this place; undefined: it was no member. */
export const viewOf = ({ views }: Line, place: number): number | undefined => {
  let found: number | undefined;
  for (const { id, from } of views) {
    if (from > place) break;
    found = id;
  }
  return found;
};

/** The deliveries of a line, each with the view in which it was made: cheaper than asking for each. */
export const eachDelivery = (line: Line, visit: (message: number, place: number, view: number | undefined) => void) => {
  let next = 0;
  let view: number | undefined;
  line.deliveries.forEach((message, place) => {
    for (; next < line.views.length && line.views[next]!.from <= place; next += 1) view = line.views[next]!.id;
    visit(message, place, view);
  });
};

/** Whether a line was a member in a view: it had installed that one, or one before, and was not excluded since. */
export const memberIn = ({ views }: Line, view: number): boolean => (views[0]?.id ?? Infinity) <= view;

/** Whether a line was a correct member of a view: it installed a later one, or stays to the end. */
export const correctIn = (line: Line, view: number): boolean =>
  memberIn(line, view) && (line.views.at(-1)!.id > view || line.end === 'stays');

/** A line's name, with its incarnation where another line has the same process. */
export const nameOf = ({ lines }: GroupHistory, line: Line): string =>
  lines.some((other) => other.process === line.process && other.inc !== line.inc)
    ? `${line.process} (${line.inc})`
    : line.process;

/** The record that says that a message was submitted. */
export const submission = ({ lines, messages }: GroupHistory, index: number): WitnessEvent => {
  const { id, seq, line } = messages[index]!;
  const { process, inc } = lines[line]!;
  return { process, inc, seq, event: 'submitted', id };
};

/** The record that says that a line delivered the message at this place. */
export const delivery = ({ messages }: GroupHistory, line: Line, place: number): WitnessEvent => ({
  process: line.process,
  inc: line.inc,
  seq: line.deliverySeqs[place]!,
  event: 'delivered',
  id: messages[line.deliveries[place]!]!.id,
});
