import type { Line, Message } from './model';

/** Senders' entries that changed in a sender's clock since the message before: its vector clock, without what is known. */
export interface Increments {
  senders: number[];
  counts: number[];
  /** Where each message's entries begin and end. */
  from: Int32Array;
  to: Int32Array;
}

/**
 * What one line knows of the others, by sender's line. Vectors are as long as there are lines, and kept only for lines
 * that deliver; `seen` and `fifo` come from deliveries alone, so that a line's own messages are judged like the others'.
 */
export interface Knowledge {
  /** The newest message of each sender that happened before a delivered message of another sender. */
  seen: Int32Array;
  /** The newest message of each sender that was delivered. */
  fifo: Int32Array;
  /** How many messages of each sender were delivered. */
  count: Int32Array;
  /** The vector clock; the own entry is kept apart. */
  clock: Int32Array;
  /** Up to which message the increments of each sender are merged. */
  merged: Int32Array;
  /** Senders whose entry has changed since the last submission. */
  changed: Set<number>;
  /** The sum of the clock. */
  known: number;
}

export const openKnowledge = (lines: number): Knowledge => ({
  seen: new Int32Array(lines),
  fifo: new Int32Array(lines),
  count: new Int32Array(lines),
  clock: new Int32Array(lines),
  merged: new Int32Array(lines),
  changed: new Set(),
  known: 0,
});

/** As it is now; what is learned afterwards does not change it. */
export const asOfNow = (knowledge: Knowledge): Knowledge => ({
  ...knowledge,
  seen: knowledge.seen.slice(),
  fifo: knowledge.fifo.slice(),
  count: knowledge.count.slice(),
});

const raise = (knowledge: Knowledge, sender: number, count: number): void => {
  const before = knowledge.clock[sender]!;
  if (count <= before) return;
  knowledge.clock[sender] = count;
  knowledge.known += count - before;
  knowledge.changed.add(sender);
};

/** What a line knows whose incarnation was another line before: it has delivered nothing of its own yet. */
export const inherit = ({ index, sent }: Line, before: Knowledge | undefined, lines: number): Knowledge => {
  const knowledge = openKnowledge(lines);
  before?.clock.forEach((count, sender) => raise(knowledge, sender, count));
  raise(knowledge, index, sent.length);
  return knowledge;
};

/** Merges what happened before a message, and the message, into what the line knows that delivers it. */
export const learn = (
  own: number,
  knowledge: Knowledge,
  message: Message,
  { senders, counts, from, to }: Increments,
  sent: readonly number[],
  origin: Int32Array,
): void => {
  const { seen, fifo, count, merged } = knowledge;
  const { line: sender, number } = message;
  fifo[sender] = Math.max(fifo[sender]!, number);
  count[sender]! += 1;
  if (sender !== own) raise(knowledge, sender, number);
  for (let next = merged[sender]!; next < number; next += 1) {
    const earlier = sent[next]!;
    for (let at = from[earlier]!; at < to[earlier]!; at += 1) {
      const [other, newest] = [senders[at]!, counts[at]!];
      // What the same incarnation sent in an earlier membership is before it by its own order, not by another's.
      if (newest > seen[other]! && origin[other] !== origin[sender]) seen[other] = newest;
      if (other !== own) raise(knowledge, other, newest);
    }
  }
  merged[sender] = Math.max(merged[sender]!, number);
};
