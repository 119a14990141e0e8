import { about, answers } from '@parley/evidence';
import type { Style } from '@parley/taxonomy';
import type { Part } from '../trial';
import { every, holds, none, undecided, violated, type Verdict } from '../verdict';
import { honestErrors, typedErrors } from './frozen';
import { settled } from './whole';

const endedWell = ({ late, code }: Part['facts'], who: string): Verdict => {
  if (late) return violated(`${who} did not end by itself`);
  return code === 0 ? holds(`${who} ended by itself with 0`) : violated(`${who} ended with ${code}`);
};

const refusedAsClosed = (parts: readonly Part[]): Verdict => {
  const outcomes = parts.flatMap((part) => part.outcomes);
  const others = outcomes.flatMap((one) =>
    one.ok ? ['it was taken'] : one.kind === 'fatal' && one.reason === 'closed' ? [] : [`${one.kind}: ${one.message}`],
  );
  return none(others, outcomes.length, 'calls after close that were not refused as closed');
};

/** Closing lets every call come back; a second close is none; a call after it is Fatal `closed`; the process ends. */
export const judgeClose = (_: Style, parts: readonly Part[]): Verdict => {
  const [first] = parts;
  if (!first) return undecided('nothing was closed');
  if (first.facts.closing) return violated(`close failed: ${first.facts.closing}`);
  const before = parts.filter(({ fault }) => fault !== 'after close');
  return every([
    ...before.map((part) => settled(part, Number(part.facts.deadlineMs))),
    honestErrors(before),
    typedErrors(before),
    refusedAsClosed(parts.filter(({ fault }) => fault === 'after close')),
    endedWell(first.facts, 'the sender'),
  ]);
};

/** What was in hand when the receiver was told to end is finished, answered where it answers, and the process ends. */
export const judgeDrain = (style: Style, [part]: readonly Part[]): Verdict => {
  if (!part) return undecided('no receiver was told to end');
  const mine = about(part.history, part.ids);
  const of = (event: string) => new Set(mine.flatMap((record) => (record.event === event ? [record.msg.id] : [])));
  const [delivered, processed, came] = [of('delivered'), of('processed'), answers(mine)];
  const unfinished = [...delivered].filter((id) => !processed.has(id));
  const waits = part.fault === 'reserve' || style.release.is === 'processed';
  const unanswered = waits ? [...processed].filter((id) => came.get(id) !== 'ok') : [];
  return every([
    none(unfinished, delivered.size, 'delivered and not finished'),
    none(unanswered, processed.size, 'finished, and its caller not told'),
    honestErrors([part]),
    endedWell(part.facts, 'the receiver'),
  ]);
};

/** A sender outlives its receiver, and reaches it again when it is back. */
export const judgeRestarts = (_: Style, [part]: readonly Part[]): Verdict => {
  if (!part) return undecided('no receiver was started again');
  if (!part.facts.alive) return violated('the sender died with its receiver');
  if (!part.facts.killed) return violated('a receiver that was killed and started again was not reached any more');
  if (!part.facts.stopped) return violated('a receiver that ended and was started again was not reached any more');
  return holds('reached again after a SIGKILL and after a clean end of the receiver');
};
