import { about, corrupted, duplicates, forged, reordered, sharesOf, silentLosses, undelivered } from '@parley/evidence';
import type { Style } from '@parley/taxonomy';
import type { Part } from '../trial';
import { every, holds, none, some, undecided, violated, type Verdict } from '../verdict';
import { honestErrors, typedErrors } from './frozen';
import { isOrdered, settled } from './whole';

const mine = ({ history, ids }: Part) => about(history, ids);
const deliveredIn = (part: Part): number => Math.max(0, ...[...sharesOf(mine(part)).values()].map(({ size }) => size));

/** [fault, what was found] of each run where something was found. */
const found = (parts: readonly Part[], of: (part: Part) => readonly unknown[]): [string, number, string][] =>
  parts.flatMap((part) => {
    const items = of(part);
    return items.length > 0 ? [[part.fault, items.length, some(items)] as [string, number, string]] : [];
  });

const sum = (all: [string, number, string][]): number => all.reduce((total, [, count]) => total + count, 0);
const told = (all: [string, number, string][]): string => all.map(([fault, count]) => `${fault} ${count}`).join(', ');

/** What must have come about for anything to be concluded: each run came to rest with a receiver that works. */
const unusable = (parts: readonly Part[]): Verdict | undefined => {
  if (parts.length === 0) return undecided('no fault happened');
  const dead = parts.find(({ facts }) => !facts.works);
  return dead && violated(`${dead.fault}: when it was over nothing was delivered any more`);
};

/** What one sender sends at once is delivered in its order under every fault; or it is not, and was seen not to be. */
export const judgeOrder = (style: Style, parts: readonly Part[]): Verdict => {
  const bad = unusable(parts);
  if (bad) return bad;
  const { kinds, scope } = style.order.is;
  if (kinds.some((kind) => kind !== 'fifo'))
    return undecided(`nothing here shows an order that is ${kinds.join(', ')}`);
  const inversions = found(parts, (part) =>
    reordered(mine(part), scope === 'key' ? 'key' : 'sender').map(([early, late]) => `${late} before ${early}`),
  );
  const numbers = {
    inversions: sum(inversions),
    delivered: parts.reduce((total, part) => total + deliveredIn(part), 0),
  };
  if (!isOrdered(style))
    return numbers.inversions > 0
      ? holds(`no order is claimed, and none is kept: ${told(inversions)}`, numbers)
      : undecided('no order is claimed, but no inversion was to be seen', numbers);
  if (inversions.length > 0)
    return violated(`out of order: ${inversions.map(([fault, , items]) => `${fault}: ${items}`).join('; ')}`, numbers);
  return parts.some((part) => deliveredIn(part) >= 20)
    ? holds(`in order under ${parts.length} faults`, numbers)
    : undecided('too little was delivered to be out of order', numbers);
};

const tells = (style: Style, silent: [string, number, string][]): Verdict => {
  const lost = sum(silent);
  if (style.tellsOfLoss.is)
    return lost > 0
      ? violated(`claimed to tell of every loss, but did not: ${told(silent)}`)
      : holds('no loss was silent');
  if (style.tellsOfLoss.experiment.name !== 'delivery under faults') return holds('it does not tell of every loss');
  return lost > 0
    ? holds(`silent losses: ${told(silent)}`)
    : undecided('claimed not to tell of every loss, but no loss was silent');
};

/** How often what was sent is delivered, under every fault. */
export const judgeDelivery = (style: Style, parts: readonly Part[]): Verdict => {
  const bad = unusable(parts);
  if (bad) return bad;
  const lost = found(parts, (part) => undelivered(mine(part)));
  const silent = found(parts, (part) => silentLosses(mine(part)));
  const twice = found(parts, (part) => duplicates(mine(part)));
  const numbers = { lost: sum(lost), 'lost silently': sum(silent), duplicated: sum(twice) };
  const never = (what: string, all: [string, number, string][]) =>
    all.length > 0
      ? violated(
          `claimed ${style.delivery.is}, but ${what}: ${all.map(([fault, , items]) => `${fault}: ${items}`).join('; ')}`,
          numbers,
        )
      : holds(`nothing was ${what}`, numbers);
  const shown = (what: string, all: [string, number, string][]) =>
    all.length > 0
      ? holds(`${what}: ${told(all)}`, numbers)
      : undecided(`claimed ${style.delivery.is}, but nothing was seen to be ${what}`, numbers);
  const asClaimed = {
    'best effort': [shown('lost', lost), shown('duplicated', twice)],
    'at most once': [never('duplicated', twice), shown('lost', lost)],
    'at least once': [never('lost', silent), shown('duplicated', twice)],
    'exactly once': [never('duplicated', twice), never('lost', silent)],
  }[style.delivery.is];
  const all = parts.reduce((total, { ids }) => total + ids.length, 0);
  return every([
    ...asClaimed,
    tells(style, silent),
    none(
      parts.flatMap((part) => corrupted(mine(part))),
      all,
      'delivered with another content',
    ),
    none(
      parts.flatMap(({ history }) => forged(history)),
      all,
      'delivered and never sent',
    ),
    honestErrors(parts),
    typedErrors(parts),
    ...parts.map((part) => settled(part, Number(part.facts.deadlineMs))),
  ]);
};
