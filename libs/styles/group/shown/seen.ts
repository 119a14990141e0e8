import type { EvidenceRecord } from '@parley/evidence';

type History = readonly EvidenceRecord[];

/** The messages that a process has delivered, in its order. */
export const deliveredBy = (history: History, process: string): string[] =>
  history.flatMap((one) => (one.event === 'delivered' && one.process === process ? [one.msg.id] : []));

/** The messages that a process has received, each where it came first. */
export const receivedBy = (history: History, process: string): string[] => [
  ...new Set(history.flatMap((one) => (one.event === 'received' && one.process === process ? [one.msg.id] : []))),
];

/** A process’s messages in their order. */
export const sentBy = (history: History, process: string): string[] =>
  history.flatMap((one) => (one.event === 'submitted' && one.process === process ? [one.msg.id] : []));

/** Short names in the order of submission: m1, m2 … */
export const namesOf = (history: History): ((id: string) => string) => {
  const names = new Map<string, string>();
  for (const { event, msg } of history)
    if (event === 'submitted' && !names.has(msg.id)) names.set(msg.id, `m${names.size + 1}`);
  return (id) => names.get(id) ?? id;
};

/** A text with the messages called m1, m2 … in the order in which they were submitted. */
export const inShort = (history: History, text: string): string => {
  const name = namesOf(history);
  return text.replace(/\b[\w.-]+\/[^/\s,:]+\/[^/\s,:]+\/\d+\b/g, (id) => name(id));
};
