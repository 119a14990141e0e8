import {
  correctIn,
  delivery,
  eachDelivery,
  memberIn,
  nameOf,
  submission,
  type End,
  type GroupHistory,
  type Line,
} from './model';
import { verdictOf, type Judged } from './power';
import type { Verdict, VerdictName, Witness } from './types';

/** A message that these lines have to deliver, since somebody sent it (validity) or delivered it (agreement). */
interface Duty {
  message: number;
  lines: Line[];
  /** Who delivered it, at which place. */
  by?: { line: Line; place: number };
}

const correct = ({ untilTheEnd }: Judged, line: Line, view: number): boolean =>
  correctIn(line, view) && (!untilTheEnd || line.end === 'stays');

/** The correct members of each view, worked out once. */
const openMembership = (judged: Judged) => {
  const known = new Map<number, Line[]>();
  return (view: number): Line[] => {
    let lines = known.get(view);
    if (!lines) known.set(view, (lines = judged.history.lines.filter((line) => correct(judged, line, view))));
    return lines;
  };
};

const isAlive = ({ end }: Line): boolean => end === 'stays' || end === 'joined';

/**
 * What a correct process sends, every correct member delivers, itself included where it is one. A message may wait for
 * the next view before it leaves its sender: the members meant are those of the view in which its sender delivers it.
 * For a sender outside the group, those who were members all the time.
 */
const sent = (judged: Judged): Duty[] => {
  const { lines, messages } = judged.history;
  const membersOf = openMembership(judged);
  const first = Math.min(...lines.flatMap(({ views }) => views.map(({ id }) => id)));
  const always = lines.filter(({ views, end }) => views[0]?.id === first && end === 'stays');
  return lines.flatMap((sender): Duty[] => {
    if (!sender.member) return isAlive(sender) ? sender.sent.map((message) => ({ message, lines: always })) : [];
    const ids = sender.views.map(({ id }) => id);
    const delivered = new Map<number, number>();
    eachDelivery(sender, (message, _, view) => delivered.set(message, view!));
    return sender.sent.flatMap((message): Duty[] => {
      const view = delivered.get(message) ?? (sender.end === 'stays' ? ids.at(-1)! : undefined);
      if (view === undefined || !correct(judged, sender, view)) return [];
      const since = messages[message]!.view!;
      const meant = membersOf(view).filter((line) => memberIn(line, since));
      return [{ message, lines: meant }];
    });
  });
};

/** What a member delivers (a correct one; any one where it is uniform), every correct member of that view delivers. */
const agreed = (judged: Judged, uniform: boolean): Duty[] => {
  const { lines, messages } = judged.history;
  const membersOf = openMembership(judged);
  const home = new Float64Array(messages.length).fill(Infinity);
  const by: Duty['by'][] = [];
  for (const line of lines)
    eachDelivery(line, (message, place, view) => {
      if (view === undefined || view >= home[message]!) return;
      if (!uniform && !correct(judged, line, view)) return;
      home[message] = view;
      by[message] = { line, place };
    });
  return messages.flatMap((_, message): Duty[] =>
    by[message] ? [{ message, by: by[message], lines: membersOf(home[message]!) }] : [],
  );
};

const afterwards: Record<End, string> = {
  ...{ stays: '', joined: '', left: ' and left later', expelled: ' and was expelled later' },
  ...{ crashed: ' and crashed later', replaced: ' and was restarted later' },
};

const missing = (history: GroupHistory, { message, by }: Duty, line: Line): Witness => {
  const { id, line: sender } = history.messages[message]!;
  const from = nameOf(history, history.lines[sender]!);
  const how = by
    ? `${nameOf(history, by.line)} delivered ${id}${afterwards[by.line.end]}`
    : `${from} sent ${id} and is correct`;
  const events = [submission(history, message), ...(by ? [delivery(history, by.line, by.place)] : [])];
  return {
    kind: 'missing',
    says: `${how}; ${nameOf(history, line)} is a correct member and never delivered it`,
    messages: [id],
    processes: [...new Set([...events.map(({ process }) => process), line.process])],
    events,
  };
};

const dutyVerdict = (judged: Judged, name: VerdictName, duties: Duty[]): Verdict => {
  let [times, chances, open] = [0, 0, 0];
  let witness: Witness | undefined;
  for (const duty of duties)
    for (const line of duty.lines) {
      if (line !== duty.by?.line) chances += 1;
      if (line.places.has(duty.message)) continue;
      if (line.end === 'stays' && !judged.quiescent) open += 1;
      else {
        times += 1;
        witness ??= missing(judged.history, duty, line);
      }
    }
  const still = open === 1 ? '1 delivery is still to come' : `${open} deliveries are still to come`;
  return verdictOf(judged, name, { times, witness, chances, ...(open > 0 && { open: still }) });
};

/** If a correct process sends a message, all correct members deliver it. */
export const validityVerdict = (judged: Judged): Verdict => dutyVerdict(judged, 'validity', sent(judged));

/** If a correct member delivers a message, all correct members do. */
export const agreementVerdict = (judged: Judged): Verdict => dutyVerdict(judged, 'agreement', agreed(judged, false));

/** If any member delivers a message, also one that crashed later, all correct members do. */
export const uniformAgreementVerdict = (judged: Judged): Verdict =>
  dutyVerdict(judged, 'uniform-agreement', agreed(judged, true));
