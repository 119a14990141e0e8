import { delivery, nameOf, type End, type GroupHistory, type Line, type NotedView } from './model';
import { verdictOf, type Judged } from './power';
import type { Verdict, Witness, WitnessEvent } from './types';

/** What a line delivered between the installations of one view and the next. */
interface Stay {
  line: Line;
  messages: number[];
}

/** Those who went together from one view to the next. */
const togetherIn = ({ lines }: GroupHistory): { view: number; next: number; stays: Stay[] }[] => {
  const found = new Map<string, { view: number; next: number; stays: Stay[] }>();
  for (const line of lines)
    line.views.slice(1).forEach(({ id: next, from: to }, at) => {
      const { id: view, from } = line.views[at]!;
      const key = `${view} ${next}`;
      const together = found.get(key) ?? { view, next, stays: [] };
      found.set(key, together);
      together.stays.push({ line, messages: line.deliveries.slice(from, to) });
    });
  return [...found.values()].filter(({ stays }) => stays.length > 1);
};

const viewEvent = ({ process, inc, seq }: { process: string; inc: string; seq: number }, id: number): WitnessEvent => ({
  ...{ process, inc, seq, event: 'view', id: `view/${id}` },
});

/** Processes that go together from one view to the next have delivered the same set in the first. */
export const viewSynchronyVerdict = (judged: Judged): Verdict => {
  const { history } = judged;
  let [times, chances] = [0, 0];
  let witness: Witness | undefined;
  for (const { view, next, stays } of togetherIn(history)) {
    const holders = new Map<number, Stay>();
    const counts = new Map<number, number>();
    for (const stay of stays)
      for (const message of stay.messages) {
        holders.set(message, stay);
        counts.set(message, (counts.get(message) ?? 0) + 1);
      }
    chances += counts.size;
    for (const [message, count] of counts) {
      if (count === stays.length) continue;
      times += 1;
      if (witness) continue;
      const { line } = holders.get(message)!;
      const other = stays.find(({ messages }) => !messages.includes(message))!.line;
      const installed = (one: Line) => viewEvent({ ...one, seq: one.views.find(({ id }) => id === next)!.seq }, next);
      const { id } = history.messages[message]!;
      witness = {
        kind: 'missing',
        says: `${nameOf(history, line)} and ${nameOf(history, other)} went from view ${view} to ${next}; in view ${view} the first delivered ${id}, the other did not`,
        messages: [id],
        processes: [line.process, other.process],
        events: [delivery(history, line, line.places.get(message)!), installed(line), installed(other)],
      };
    }
  }
  return verdictOf(judged, 'view-synchrony', { times, witness, chances });
};

const listed = (members: readonly string[]): string => [...new Set(members)].sort().join(', ');

const differing = (first: NotedView, second: NotedView): Witness => ({
  kind: 'two memberships',
  says: `view ${first.id} is {${listed(first.members)}} to ${first.process}, {${listed(second.members)}} to ${second.process}`,
  messages: [],
  processes: [first.process, second.process],
  events: [viewEvent(first, first.id), viewEvent(second, second.id)],
});

const backwards = (first: NotedView, second: NotedView): Witness => ({
  kind: 'views go backwards',
  says: `${second.process} installed view ${second.id} after view ${first.id}`,
  messages: [],
  processes: [second.process],
  events: [viewEvent(first, first.id), viewEvent(second, second.id)],
});

const goesOn: readonly End[] = ['stays', 'expelled'];

/** The last view names a process that is alive, has installed views before, and has not installed this one. */
const neverInstalled = ({ lines, views }: GroupHistory): Witness[] => {
  const last = views.reduce<NotedView | undefined>((a, b) => (a && a.id >= b.id ? a : b), undefined);
  if (!last) return [];
  const has = (process: string) => views.some((one) => one.process === process && one.id === last.id);
  const own = (process: string) => lines.filter((line) => line.process === process);
  const alive = (process: string) =>
    own(process).some(
      ({ inc, end }, at, all) => all.slice(at + 1).every((later) => later.inc !== inc) && goesOn.includes(end),
    );
  const knows = (process: string) => own(process).some(({ member }) => member);
  return last.members
    .filter((one) => knows(one) && alive(one) && !has(one))
    .map((process) => ({
      kind: 'not installed',
      says: `view ${last.id} names ${process}, which is alive and never installed it`,
      messages: [],
      processes: [last.process, process],
      events: [viewEvent(last, last.id)],
    }));
};

/**
 * One id, one membership, whoever notes it; ids grow at each process; and when all has come to rest, the last view is
 * installed by everyone it names. Chances are views that more than one process noted.
 */
export const viewsVerdict = (judged: Judged): Verdict => {
  const { history, quiescent } = judged;
  const byId = new Map<number, NotedView>();
  const noted = new Map<number, Set<string>>();
  const newest = new Map<string, NotedView>();
  const wrong: Witness[] = [];
  for (const view of [...history.views].sort((a, b) => a.seq - b.seq)) {
    const first = byId.get(view.id) ?? view;
    byId.set(view.id, first);
    noted.set(view.id, (noted.get(view.id) ?? new Set()).add(view.process));
    if (listed(first.members) !== listed(view.members)) wrong.push(differing(first, view));
    const key = `${view.process}\n${view.inc}`;
    const before = newest.get(key);
    if (before && before.id >= view.id) wrong.push(backwards(before, view));
    newest.set(key, view);
  }
  if (quiescent) wrong.push(...neverInstalled(history));
  const chances = [...noted.values()].filter(({ size }) => size > 1).length;
  return verdictOf(judged, 'views', { times: wrong.length, witness: wrong[0], chances });
};
