import { gapsOf, type Gaps } from './gaps';
import { asOfNow, inherit, learn, openKnowledge, type Increments, type Knowledge } from './knowledge';
import { delivery, followerOf, submission, type Breach, type GroupHistory, type Line } from './model';

/** A message delivered after one that it should have come before, in the order of its sender (fifo) or of others. */
export interface Late {
  line: Line;
  message: number;
  place: number;
  fifo: boolean;
  local: boolean;
}

export interface Causality {
  lates: Late[];
  gaps: Gaps;
  /** Deliveries that happened before their own submission. */
  breaches: Breach[];
  /** Deliveries of a message that had one of the same sender before it; that had one of another sender before it. */
  chances: { fifo: number; causal: number; uniformFifo: number; uniformCausal: number };
  concurrentPairs: number;
  causalChains: number;
}

interface Pass {
  found: Omit<Causality, 'gaps'>;
  knowledge: readonly (Knowledge | undefined)[];
  /** What was known before the first delivery that was not a correct member's. */
  atCorrect: readonly (Knowledge | undefined)[];
}

/**
 * One pass over the events in an order that agrees with happened-before; clocks are kept as increments. `whole`: the
 * local order of an incarnation goes on from one membership to the next.
 */
const passOver = (history: GroupHistory, whole: boolean): Pass => {
  const { lines, messages } = history;
  const submitted = new Uint8Array(messages.length);
  const increments: Increments = {
    ...{ senders: [], counts: [] },
    ...{ from: new Int32Array(messages.length), to: new Int32Array(messages.length) },
  };
  const knowledge: (Knowledge | undefined)[] = lines.map(() => undefined);
  const atCorrect: (Knowledge | undefined)[] = lines.map(() => undefined);
  const depth = new Int32Array(messages.length);
  const [ownDepth, otherDepth] = [new Int32Array(lines.length), new Int32Array(lines.length)];
  const at = new Int32Array(lines.length);
  const place = new Int32Array(lines.length);
  const waiting = new Map<number, number[]>();
  const found: Pass['found'] = {
    ...{ lates: [], breaches: [], concurrentPairs: 0, causalChains: 0 },
    chances: { fifo: 0, causal: 0, uniformFifo: 0, uniformCausal: 0 },
  };
  let [ordered, sent] = [0, 0];
  const follower = Int32Array.from(lines, (_, index) => (whole ? followerOf(history, index) : -1));
  const origin = Int32Array.from(lines, (_, index) => index);
  follower.forEach((next, index) => next >= 0 && (origin[next] = origin[index]!));

  const submit = (line: Line, message: number): void => {
    const { index } = line;
    const own = knowledge[index];
    increments.from[message] = increments.senders.length;
    if (own) {
      for (const sender of own.changed) {
        increments.senders.push(sender);
        increments.counts.push(own.clock[sender]!);
      }
      own.changed.clear();
    }
    increments.to[message] = increments.senders.length;
    submitted[message] = 1;
    depth[message] = Math.max(ownDepth[index]!, otherDepth[index]! + 1);
    ownDepth[index] = depth[message]!;
    if (depth[message]! >= 3) found.causalChains += 1;
    ordered += (own?.known ?? 0) + messages[message]!.number - 1;
    sent += 1;
  };

  const deliver = (line: Line, message: number): void => {
    const { index } = line;
    const { line: sender, number } = messages[message]!;
    const here = place[index]!;
    const own = (knowledge[index] ??= openKnowledge(lines.length));
    if (here === line.correctUpTo) atCorrect[index] = asOfNow(own);
    const local = own.seen[sender]! >= number;
    let fifo = own.fifo[sender]! > number;
    for (let next = follower[sender]!; next >= 0; next = follower[next]!) fifo ||= own.fifo[next]! > 0;
    if (fifo || local) found.lates.push({ line, message, place: here, fifo, local });
    const crossed = sender !== index && depth[message]! >= 2;
    if (number > 1) found.chances.uniformFifo += 1;
    if (crossed) found.chances.uniformCausal += 1;
    if (here < line.correctUpTo) {
      if (number > 1) found.chances.fifo += 1;
      if (crossed) found.chances.causal += 1;
    }
    if (sender !== index && depth[message]! > otherDepth[index]!) otherDepth[index] = depth[message]!;
    learn(index, own, messages[message]!, increments, lines[sender]!.sent, origin);
    place[index]! += 1;
  };

  /** Goes on at one line as far as it can; says which others can go on then. */
  const advance = (line: Line, force = false): number[] => {
    const freed: number[] = [];
    for (let forced = force; at[line.index]! < line.steps.length; at[line.index]! += 1) {
      const step = line.steps[at[line.index]!]!;
      const message = step >> 1;
      if (step % 2 === 0) {
        submit(line, message);
        freed.push(...(waiting.get(message) ?? []));
        waiting.delete(message);
      } else if (submitted[message] || forced) {
        forced = false;
        deliver(line, message);
      } else {
        waiting.set(message, [...(waiting.get(message) ?? []), line.index]);
        return freed;
      }
    }
    const next = follower[line.index]!;
    if (next >= 0 && !begun[next]) {
      begun[next] = 1;
      knowledge[next] = inherit(line, knowledge[line.index], lines.length);
      [ownDepth[next], otherDepth[next]] = [ownDepth[line.index]!, otherDepth[line.index]!];
      freed.push(next);
    }
    return freed;
  };

  const begun = new Uint8Array(lines.length);
  const ready = lines.flatMap(({ index }) => (origin[index] === index ? [index] : []));
  for (;;) {
    for (let index = ready.pop(); index !== undefined; index = ready.pop()) ready.push(...advance(lines[index]!));
    const stuck = [...waiting].find(([, waiters]) => waiters.length > 0);
    if (!stuck) break;
    const [message, [first, ...others]] = stuck;
    waiting.set(message, others);
    const line = lines[first!]!;
    const { id } = messages[message]!;
    found.breaches.push({
      ...{ kind: 'before it was sent', message },
      says: `${line.process} delivered ${id} before it can have been sent`,
      events: [delivery(history, line, place[first!]!), submission(history, message)],
    });
    ready.push(...advance(line, true));
  }

  found.concurrentPairs = (sent * (sent - 1)) / 2 - ordered;
  return { found, knowledge, atCorrect };
};

/**
 * Rebuilds happened-before from the logs (local order, and each submission before its deliveries), and finds what was
 * delivered against it. What an incarnation did in an earlier membership happened before what it does in a later one;
 * a gap is held against nobody for what was known only before: the state was transferred.
 */
export const causalityOf = (history: GroupHistory): Causality => {
  const whole = passOver(history, true);
  const again = history.lines.some((_, index) => followerOf(history, index) >= 0);
  const { knowledge, atCorrect } = again ? passOver(history, false) : whole;
  return { ...whole.found, gaps: gapsOf(history, knowledge, atCorrect) };
};
