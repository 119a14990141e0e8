import { about, falselyDenied } from '@parley/evidence';
import type { Style } from '@parley/taxonomy';
import type { Part } from '../trial';
import { every, holds, none, undecided, violated, type Verdict } from '../verdict';
import { judgeSynchronisation } from './release';
import { settled } from './whole';

/** Told that nothing had happened at the other side, though it had. */
export const honestErrors = (parts: readonly Part[]): Verdict =>
  none(
    parts.flatMap(({ history, ids }) => falselyDenied(about(history, ids))),
    parts.reduce((sum, { ids }) => sum + ids.length, 0),
    'refused as if nothing had happened, and delivered',
  );

/** Every error is one of the three classes. */
export const typedErrors = (parts: readonly Part[]): Verdict => {
  const untyped = parts.flatMap(({ outcomes }) =>
    outcomes.flatMap((one) => (one.ok || one.typed ? [] : [`${one.id}: ${one.message}`])),
  );
  return untyped.length > 0 ? violated(`errors of no class: ${untyped[0]}`) : holds('every error is typed');
};

/** A receiver that stands still is noticed within the deadline, and works again afterwards. */
export const judgeFrozen = (style: Style, parts: readonly Part[]): Verdict => {
  if (parts.length === 0) return undecided('nothing was sent to a frozen receiver');
  if (parts.some(({ facts }) => !facts.alive)) return violated('the sender died of it');
  if (parts.some(({ facts }) => !facts.works)) return violated('after it was thawed nothing was delivered any more');
  const asked = parts.filter(({ fault }) => fault === 'frozen: reserve').flatMap(({ outcomes }) => outcomes);
  const answered = asked.filter(({ ok }) => ok).map(({ id }) => id);
  return every([
    ...(asked.length > 0 ? [none(answered, asked.length, 'requests answered by a frozen receiver')] : []),
    honestErrors(parts),
    typedErrors(parts),
    judgeSynchronisation(style, parts),
  ]);
};

/** Whatever stands still, each call comes back within its deadline, with one of the three errors or well. */
export const judgeDeadline = (_: Style, parts: readonly Part[]): Verdict => {
  const pending = parts.filter(({ fault }) => fault.startsWith('frozen') || fault === 'late');
  if (pending.length === 0) return undecided('nothing stood still');
  return every([
    ...pending.map((part) => settled(part, Number(part.facts.deadlineMs))),
    typedErrors(pending),
    honestErrors(pending),
  ]);
};
