import { kinds, type Collected, type Incarnation, type RawGroup } from './collect';
import { endsOf, excludesOf, type Excludes } from './endings';
import type { Breach, End, GroupHistory, Line, Message } from './model';
import type { HistoryOptions } from './types';

/** Where nobody noted a view there is one that never changes, of those who are said to be members or whom anything reached. */
const givenView = (group: RawGroup, name: string, reached: boolean, members?: readonly string[]) =>
  group.views.length === 0 && (members ? members.includes(name) : reached) ? { id: 0, from: 0, seq: 0 } : undefined;

/** The lines of one incarnation in one group, and what breaks integrity at them. */
const linesOf = (
  group: RawGroup,
  incarnation: Incarnation,
  options: HistoryOptions,
  history: GroupHistory,
  excludes: Excludes,
): Line[] => {
  const { process, inc } = incarnation;
  const log = incarnation.logs.get(group)!;
  const lines: Line[] = [];
  const delivered = new Map<number, number>();
  const begin = (first?: Line['views'][number]): Line => {
    const line: Line = {
      ...{ index: 0, process, inc, member: first !== undefined, views: first ? [first] : [], end: 'stays' },
      ...{ steps: [], sent: [], deliveries: [], deliverySeqs: [], correctUpTo: 0, places: new Map() },
    };
    lines.push(line);
    return line;
  };
  const breach = (kind: Breach['kind'], message: number, says: string, ...seqs: number[]) => {
    const events = seqs.map((seq) => ({ process, inc, seq, event: 'delivered' as const, id: group.ids[message]! }));
    history.breaches.push({ kind, message, says: `${process} delivered ${group.ids[message]} ${says}`, events });
  };

  let line = begin(givenView(group, process, log.reached, options.members));
  log.kinds.forEach((kind, at) => {
    const [ref, seq] = [log.refs[at]!, log.seqs[at]!];
    if (kind === kinds.view) {
      const { id, members, joined } = group.views[ref]!;
      const view = { id, from: 0, seq };
      const before = line.views.at(-1);
      if (!members.includes(process)) {
        if (!line.member) return;
        line.end = 'left';
        line = begin();
      } else if (!before) {
        line.end = 'joined';
        line = begin(view);
      } else if (joined.includes(process) || excludes(before.id, id)) {
        line.end = 'expelled';
        line = begin(view);
      } else line.views.push({ ...view, from: line.deliveries.length });
      return;
    }
    if (kind === kinds.submitted) {
      line.sent.push(ref);
      const view = line.views.at(-1)?.id;
      Object.assign(history.messages[ref]!, { number: line.sent.length, seq, step: line.steps.length, view });
      line.steps.push(ref * 2);
      return;
    }
    if (!group.submitted[ref]) return breach('forged', ref, 'which nobody sent', seq);
    const first = delivered.get(ref);
    if (first !== undefined) return breach('duplicate', ref, 'twice', first, seq);
    delivered.set(ref, seq);
    line.places.set(ref, line.deliveries.length);
    line.steps.push(ref * 2 + 1);
    line.deliveries.push(ref);
    line.deliverySeqs.push(seq);
  });
  return lines.filter((one, at) => at > 0 || one.member || one.steps.length > 0);
};

const lastEnd = (line: Line, excludes: Excludes, end: End | undefined): End => {
  if (end) return end;
  const last = line.views.at(-1)?.id;
  return last !== undefined && excludes(last, Infinity) ? 'expelled' : 'stays';
};

const correctUpTo = ({ member, end, deliveries, views }: Line): number => {
  if (!member) return 0;
  return end === 'stays' ? deliveries.length : (views.at(-1)?.from ?? 0);
};

/** One group's history out of what was collected. */
export const historyOf = (group: RawGroup, collected: Collected, options: HistoryOptions): GroupHistory => {
  const { run, group: name, style, views, size } = group;
  const messages = group.ids.map((id): Message => ({ id, line: -1, number: 0, seq: 0, step: 0, view: undefined }));
  const quiescent = collected.settled.some(
    (one) => one.run === run && (one.group === name || one.group === '' || one.group === undefined),
  );
  const history: GroupHistory = {
    ...{ run, group: name, style, lines: [], messages, views, quiescent, size, breaches: [] },
  };
  const ends = endsOf(collected);
  for (const incarnation of collected.incarnations.values()) {
    if (!incarnation.logs.has(group)) continue;
    const excludes = excludesOf(views, incarnation.process);
    const lines = linesOf(group, incarnation, options, history, excludes);
    const last = lines.at(-1);
    if (last) last.end = lastEnd(last, excludes, ends.get(incarnation));
    for (const line of lines) {
      line.index = history.lines.push(line) - 1;
      line.correctUpTo = correctUpTo(line);
      for (const message of line.sent) messages[message]!.line = line.index;
    }
  }
  for (const { message, sender, by, seq } of group.named) {
    const submitted = group.submitted[message]?.incarnation.process;
    if (submitted === undefined || submitted === sender) continue;
    const { process, inc } = by;
    const id = group.ids[message]!;
    const says = `${process} delivered ${id} as from ${sender}; it was ${submitted} that sent it`;
    history.breaches.push({
      kind: 'wrong sender',
      message,
      says,
      events: [{ process, inc, seq, event: 'delivered', id }],
    });
  }
  return history;
};
