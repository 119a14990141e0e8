import { about, silentLosses } from '@parley/evidence';
import { brokerOf, type Style } from '@parley/taxonomy';
import type { Part } from '../trial';
import { every, holds, none, undecided, violated, type Verdict } from '../verdict';
import { honestErrors, typedErrors } from './frozen';
import { settled } from './whole';

/** Thousands of calls that end at once come back one after the other, and a busy machine takes its time. */
const manyMs = 5000;

const mine = ({ history, ids }: Part) => about(history, ids);

const numbersOf = (parts: readonly Part[]) => {
  const sum = (of: (part: Part) => number) => parts.reduce((total, part) => total + of(part), 0);
  const failed = (wanted: (ms: number, deadline: number) => boolean) =>
    sum(({ outcomes, facts }) => outcomes.filter((one) => !one.ok && wanted(one.ms, Number(facts.deadlineMs))).length);
  return {
    sent: sum(({ ids }) => ids.length),
    taken: sum(({ outcomes }) => outcomes.filter(({ ok }) => ok).length),
    waited: failed((ms, deadline) => ms >= deadline * 0.8),
    'refused at once': failed((ms, deadline) => ms < deadline * 0.5),
    'lost silently': sum((part) => silentLosses(mine(part)).length),
    'bytes sent': sum(({ facts }) => Number(facts.sent)),
    'memory grown': Math.max(...parts.map(({ facts }) => Number(facts.grown))),
  };
};

const asClaimed = (style: Style, parts: readonly Part[]): Verdict => {
  const numbers = numbersOf(parts);
  const is = style.full.is;
  const lost = none(
    parts.flatMap((part) => silentLosses(mine(part))),
    numbers.sent,
    'taken and lost',
  );
  const seen = JSON.stringify(numbers);
  const shown = {
    block: numbers.waited > 0,
    error: numbers['refused at once'] > 0,
    drop: numbers['lost silently'] > 0,
    // What a broker keeps is in its own memory or on its disk: that it is delivered later shows that it was kept.
    buffer: numbers.taken === numbers.sent && (brokerOf(style) || numbers['memory grown'] > numbers['bytes sent'] / 3),
  }[is];
  return every([
    shown ? holds(`full: ${is}`, numbers) : violated(`claimed ${is}, but that was not to be seen: ${seen}`, numbers),
    ...(is === 'drop' ? [] : [lost]),
  ]);
};

/** A burst that no buffer takes, at a receiver that finishes nothing: calls wait, fail, are dropped, or memory grows. */
export const judgeFull = (style: Style, parts: readonly Part[]): Verdict => {
  if (parts.length === 0) return undecided('there was no burst');
  if (parts.some(({ facts }) => !facts.works)) return violated('after the burst nothing was delivered any more');
  const silent = parts.flatMap((part) => silentLosses(mine(part))).length;
  const named = style.tellsOfLoss.experiment.name === 'burst';
  return every([
    asClaimed(style, parts),
    ...parts.map((part) => settled(part, Number(part.facts.deadlineMs) + manyMs)),
    honestErrors(parts),
    typedErrors(parts),
    style.tellsOfLoss.is && silent > 0 ? violated(`${silent} were lost and not told`) : holds('as told'),
    named && !style.tellsOfLoss.is && silent === 0
      ? undecided('nothing was lost silently')
      : holds('losses as claimed'),
  ]);
};
