import type { EvidenceEvent, EvidenceRecord } from '../record';
import { inCausalOrder } from './causal-order';

/** Events that a log in ShiViz's format carries; the others say nothing of a group. */
export const shown: readonly EvidenceEvent[] = [
  ...(['submitted', 'received', 'held', 'delivered', 'dropped', 'view', 'crash', 'settled'] as const),
];

/** Text without white space, which separates the words of an event. */
const word = (text: string): string =>
  text.replace(/[\s%]/g, (one) => `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** Names hosts, taking records in causal order: a crash that names no incarnation means the last one so far. */
const hostsOf = (records: readonly EvidenceRecord[]) => {
  const incs = new Map<string, Set<string>>();
  for (const { process, inc } of records) if (inc !== '') incs.set(process, (incs.get(process) ?? new Set()).add(inc));
  const last = new Map<string, string>();
  return ({ process, inc }: EvidenceRecord): string => {
    if (inc !== '') last.set(process, inc);
    const its = last.get(process);
    return its !== undefined && incs.get(process)!.size > 1 ? `${word(process)}~${word(its)}` : word(process);
  };
};

const textOf = ({ event, msg, channel, note }: EvidenceRecord): string => {
  const from = msg.sender === undefined ? '' : ` from ${word(msg.sender)}`;
  const group = channel === '' ? '' : ` in ${word(channel)}`;
  return `${event} ${word(msg.id)}${from}${group}${note === undefined ? '' : ` ${JSON.stringify(note)}`}`;
};

/**
 * The history of groups in the log format of ShiViz, which its page takes with its default expression
 * `(?<host>\S*) (?<clock>{.*})\n(?<event>.*)`: two lines an event. A host is a process, with `~` and the incarnation where
 * it has several. The vector clocks are made here, from local order and from each submission to the first receipt and the
 * first delivery at each host; an event's text is `event id from sender in group "note"`. Pure.
 */
export const toShiViz = (records: readonly EvidenceRecord[]): string => {
  const ordered = inCausalOrder(records.filter(({ event }) => shown.includes(event)));
  const hostOf = hostsOf(ordered);
  const clocks = new Map<string, Map<string, number>>();
  const sent = new Map<string, Map<string, number>>();
  const came = new Set<string>();
  return ordered
    .map((record) => {
      const { event, msg } = record;
      const host = hostOf(record);
      const clock = new Map(clocks.get(host));
      const first = `${host}\n${event}\n${msg.id}`;
      const cause = (event === 'received' || event === 'delivered') && !came.has(first) ? sent.get(msg.id) : undefined;
      came.add(first);
      for (const [other, count] of cause ?? []) clock.set(other, Math.max(count, clock.get(other) ?? 0));
      clock.set(host, (clock.get(host) ?? 0) + 1);
      clocks.set(host, clock);
      if (event === 'submitted' && !sent.has(msg.id)) sent.set(msg.id, clock);
      return `${host} ${JSON.stringify(Object.fromEntries(clock))}\n${textOf(record)}\n`;
    })
    .join('');
};
