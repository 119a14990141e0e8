import { about, silentLosses } from '@parley/evidence';
import type { Style } from '@parley/taxonomy';
import type { Part } from '../trial';
import { every, holds, some, undecided, violated, type Verdict } from '../verdict';
import { honestErrors, typedErrors } from './frozen';
import { settled } from './whole';

const inTime = (parts: readonly Part[]): Verdict[] => parts.map((part) => settled(part, Number(part.facts.deadlineMs)));

/**
 * What had come back well before the broker was killed, and while it was: all of it is delivered where it is claimed to be
 * stored. Where it is claimed to be accepted only, a loss must be seen.
 */
export const judgeBrokerKilled = (style: Style, parts: readonly Part[]): Verdict => {
  if (parts.length === 0 || parts.some(({ facts }) => !facts.struck)) return undecided('no broker was killed');
  if (parts.some(({ facts }) => !facts.works)) return violated('after the broker came again nothing was delivered');
  const taken = parts.reduce((sum, { outcomes }) => sum + outcomes.filter(({ ok }) => ok).length, 0);
  if (taken === 0) return undecided('nothing was taken before the broker was killed');
  const lost = parts.flatMap(({ history, ids }) => silentLosses(about(history, ids)));
  const numbers = { taken, lost: lost.length };
  const isStored = style.release.is === 'stored';
  const kept =
    isStored && lost.length > 0
      ? violated(`claimed stored, but ${some(lost)} were taken and died with the broker`, numbers)
      : !isStored && lost.length === 0
        ? violated(`claimed ${style.release.is} only, but all ${taken} outlived the broker`, numbers)
        : holds(`${lost.length} of ${taken} that were taken died with the broker`, numbers);
  return every([kept, ...inTime(parts), typedErrors(parts), honestErrors(parts)]);
};

/** A broker that stands still is noticed within the deadline, and works again afterwards. */
export const judgeBrokerFrozen = (_: Style, parts: readonly Part[]): Verdict => {
  if (parts.length === 0 || parts.some(({ facts }) => !facts.struck)) return undecided('no broker stood still');
  if (parts.some(({ facts }) => !facts.alive)) return violated('the sender died of it');
  if (parts.some(({ facts }) => !facts.works)) return violated('after it was thawed nothing was delivered any more');
  return every([...inTime(parts), typedErrors(parts), honestErrors(parts)]);
};
