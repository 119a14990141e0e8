import { inversions } from './accounting';
import type { EvidenceEvent, EvidenceRecord } from './record';

type History = readonly EvidenceRecord[];

/** The records of these messages only, and crashes. */
export const about = (history: History, ids: Iterable<string>): EvidenceRecord[] => {
  const known = new Set(ids);
  return history.filter(({ event, msg }) => event === 'crash' || known.has(msg.id));
};

const firstOf = (history: History, event: EvidenceEvent): Map<string, EvidenceRecord> => {
  const found = new Map<string, EvidenceRecord>();
  for (const record of history)
    if (record.event === event && !found.has(record.msg.id)) found.set(record.msg.id, record);
  return found;
};

const idsOf = (history: History, event: EvidenceEvent): Set<string> => new Set(firstOf(history, event).keys());

const without = (ids: Iterable<string>, others: Set<string>): string[] => [...ids].filter((id) => !others.has(id));

/** How each call came back: `ok`, or the kind of its error. Who has not come back is not in it. */
export const answers = (history: History): Map<string, string> =>
  new Map([...firstOf(history, 'returned')].map(([id, { note }]) => [id, note ?? 'ok']));

const answered = (history: History, wanted: (answer: string) => boolean): string[] =>
  [...answers(history)].flatMap(([id, answer]) => (wanted(answer) ? [id] : []));

/** Submitted, delivered to nobody. */
export const undelivered = (history: History): string[] =>
  without(idsOf(history, 'submitted'), idsOf(history, 'delivered'));

/** Not delivered, though the sender's call came back well: the sender was not told. */
export const silentLosses = (history: History): string[] => {
  const delivered = idsOf(history, 'delivered');
  return answered(history, (answer) => answer === 'ok').filter((id) => !delivered.has(id));
};

/** Delivered, though the sender was told that nothing had happened at the other side (`retryable`, `fatal`). */
export const falselyDenied = (history: History): string[] => {
  const delivered = idsOf(history, 'delivered');
  return answered(history, (answer) => answer === 'retryable' || answer === 'fatal').filter((id) => delivered.has(id));
};

/** Delivered more than once to one process, whatever its incarnation. */
export const duplicates = (history: History): string[] => {
  const times = new Map<string, number>();
  const found = new Set<string>();
  for (const { event, process, msg } of history) {
    if (event !== 'delivered') continue;
    const key = JSON.stringify([process, msg.id]);
    times.set(key, (times.get(key) ?? 0) + 1);
    if (times.get(key) === 2) found.add(msg.id);
  }
  return [...found];
};

/** Delivered, never submitted. */
export const forged = (history: History): string[] => without(idsOf(history, 'delivered'), idsOf(history, 'submitted'));

/** The digest that a record's note holds: the note itself, or its field `digest` where it is JSON. */
const digestIn = ({ note = '' }: EvidenceRecord): string => {
  if (!note.startsWith('{')) return note;
  return String((JSON.parse(note) as { digest?: unknown }).digest);
};

/** Delivered with another content than it was submitted with (by the digests in the notes). */
export const corrupted = (history: History): string[] => {
  const sent = firstOf(history, 'submitted');
  const wrong = history.filter((record) => {
    if (record.event !== 'delivered') return false;
    const before = sent.get(record.msg.id);
    return before !== undefined && digestIn(before) !== digestIn(record);
  });
  return [...new Set(wrong.map(({ msg }) => msg.id))];
};

/** [earlier, later] of one sender (`key`: and of one key), first delivered to one process the other way round. */
export const reordered = (history: History, scope: 'sender' | 'key' = 'sender'): [string, string][] => {
  const of = (event: EvidenceEvent) => history.filter((record) => record.event === event);
  return inversions(of('submitted'), of('delivered'), ({ sender, key }) =>
    scope === 'sender' || key === undefined ? sender : JSON.stringify([sender, key]),
  );
};

const ms = (from: EvidenceRecord, to: EvidenceRecord): number => Number(BigInt(to.mono) - BigInt(from.mono)) / 1e6;

/** Calls of a process that did not crash that came back later than `withinMs`, or never. */
export const settledLate = (history: History, withinMs: number): string[] => {
  const returned = firstOf(history, 'returned');
  const crashed = new Set(history.filter(({ event }) => event === 'crash').map(({ process }) => process));
  return [...firstOf(history, 'submitted')].flatMap(([id, submitted]) => {
    const back = returned.get(id);
    if (back) return ms(submitted, back) > withinMs ? [id] : [];
    return crashed.has(submitted.process) ? [] : [id];
  });
};

/** Calls that came back well before the first such event of their message, or without one. */
export const returnedBefore = (history: History, event: 'delivered' | 'processed'): string[] => {
  const returned = firstOf(history, 'returned');
  const reached = firstOf(history, event);
  return answered(history, (answer) => answer === 'ok').filter((id) => {
    const [back, there] = [returned.get(id)!, reached.get(id)];
    return !there || BigInt(back.mono) < BigInt(there.mono);
  });
};

/** How often each process had a message, by process. */
export const sharesOf = (history: History): Map<string, Set<string>> => {
  const shares = new Map<string, Set<string>>();
  for (const { event, process, msg } of history) {
    if (event !== 'delivered') continue;
    if (!shares.has(process)) shares.set(process, new Set());
    shares.get(process)!.add(msg.id);
  }
  return shares;
};
