import { about, answers, silentLosses, undelivered } from '@parley/evidence';
import type { Style } from '@parley/taxonomy';
import type { Part } from '../trial';
import { every, holds, none, some, undecided, violated, type Verdict } from '../verdict';
import { settled } from './whole';

/**
 * What was sent before the receiver's process started, by a sender that was gone by then: delivered where the style
 * keeps messages, and else not. A receiver that never works proves nothing.
 */
export const judgePersistence = (style: Style, [part]: readonly Part[]): Verdict => {
  if (!part) return undecided('nothing was run');
  if (!part.facts.works) return undecided('the receiver never worked: that proves nothing');
  const persistence = style.persistence.is;
  const isUncoupled = style.uncoupling.time.is;
  if (isUncoupled !== (persistence !== 'none'))
    return violated(`persistence ${persistence} and ${isUncoupled ? 'un' : ''}coupled in time contradict each other`);
  const mine = about(part.history, part.ids);
  const lost = undelivered(mine);
  const delivered = part.ids.filter((id) => mine.some(({ event, msg }) => event === 'delivered' && msg.id === id));
  const taken = [...answers(mine).values()].filter((answer) => answer === 'ok').length;
  const numbers = { sent: part.ids.length, taken, delivered: delivered.length };
  if (persistence === 'none') {
    if (part.ids.length === 0) return holds('without a receiver there is no sender: nothing can be kept', numbers);
    return delivered.length > 0
      ? violated(`claimed to keep nothing, but delivered ${some(delivered)} when the sender was gone`, numbers)
      : holds(`${lost.length} of ${part.ids.length} were lost with their sender`, numbers);
  }
  if (taken === 0) return undecided('nothing was taken before the sender was gone', numbers);
  const broken = silentLosses(mine);
  return broken.length > 0
    ? violated(`claimed ${persistence}, but ${some(broken)} were taken and never delivered`, numbers)
    : holds(`${taken} outlived their sender`, numbers);
};

/**
 * A reader that had taken everything has come again and asked for the beginning: of a log it is given everything again, of
 * a queue nothing, for what was acknowledged is gone. What is not kept for a first reader is not there for a second.
 */
export const judgeReadAgain = (style: Style, parts: readonly Part[]): Verdict => {
  if (style.persistence.is === 'none' && style.replays.is)
    return violated('persistence none and replays contradict each other');
  if (style.persistence.is === 'none') return judgePersistence(style, parts);
  const part = parts.find(({ fault }) => fault === 'read again');
  if (!part) return undecided('nobody read a second time');
  if (!part.facts.works) return undecided('who read a second time never got anything: that proves nothing');
  const { length } = part.ids;
  if (length === 0 || part.facts.taken !== length)
    return undecided(`only ${part.facts.taken} of ${length} had been taken a first time`);
  const again = part.ids.filter((id) => part.history.some(({ event, msg }) => event === 'delivered' && msg.id === id));
  const numbers = { taken: length, again: again.length };
  const seen = `${again.length} of ${length} that had been taken were there to be read again`;
  if (style.replays.is && again.length < length) return violated(`claimed to be read again, but ${seen}`, numbers);
  if (!style.replays.is && again.length > 0) return violated(`claimed to be gone when taken, but ${seen}`, numbers);
  if (style.replays.is !== (style.persistence.is === 'log'))
    return violated(`persistence ${style.persistence.is} and replays ${style.replays.is} contradict each other`);
  return holds(seen, numbers);
};

/** A sender that is told to end lets out what it has taken, and ends by itself with 0. */
export const judgeSenderExits = (_: Style, parts: readonly Part[]): Verdict => {
  if (parts.length === 0) return undecided('no sender ended');
  const ended = parts.map(({ fault, facts }) =>
    facts.late
      ? violated(`${fault}: it did not end by itself`)
      : facts.code === 0
        ? holds(`${fault}: it ended by itself with 0`)
        : violated(`${fault}: it ended with ${facts.code}`),
  );
  const kept = parts.flatMap((part) => [
    settled(part, Number(part.facts.deadlineMs)),
    none(silentLosses(about(part.history, part.ids)), part.ids.length, `${part.fault}: had come back and was lost`),
  ]);
  return every([...ended, ...kept]);
};
