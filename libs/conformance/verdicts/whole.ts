import { about, corrupted, duplicates, forged, reordered, settledLate, undelivered } from '@parley/evidence';
import type { Style } from '@parley/taxonomy';
import type { Part } from '../trial';
import { every, none, undecided, violated, type Verdict } from '../verdict';

/** What a busy machine may add to a deadline before it counts as missed. */
export const slackMs = 2500;

export const operationsOf = ({ carries }: Style): ('notify' | 'reserve')[] => [
  ...(carries.notify ? (['notify'] as const) : []),
  ...(carries.reserve ? (['reserve'] as const) : []),
];

/** Whether deliveries of one sender are claimed to come in its order. */
export const isOrdered = ({ order }: Style): boolean => order.is.kinds.includes('fifo') && order.is.scope !== 'none';

/** Pairs that are out of order where order is claimed: of one sender, or of one key; without a key there is none then. */
const outOfOrder = ({ order }: Style, mine: Part['history']): [string, string][] =>
  order.is.scope === 'key'
    ? reordered(
        mine.filter(({ msg }) => msg.key !== undefined),
        'key',
      )
    : reordered(mine);

/** Every message of an undisturbed run was delivered once, as it was sent, and every call came back well. */
export const whole = (style: Style, part: Part): Verdict => {
  const of = part.ids.length;
  const mine = about(part.history, part.ids);
  const bad = part.outcomes.flatMap((one) => (one.ok ? [] : [`${one.id}: ${one.message}`]));
  if (part.facts.error) return violated(`the sender answered: ${part.facts.error}`);
  return every([
    none(bad, of, 'calls that failed'),
    none(undelivered(mine), of, 'not delivered'),
    none(duplicates(mine), of, 'delivered twice'),
    none(corrupted(mine), of, 'delivered with another content'),
    none(forged(part.history), of, 'delivered and never sent'),
    ...(isOrdered(style) ? [none(outOfOrder(style, mine), of, 'out of order')] : []),
  ]);
};

/** The same of every run. */
export const allWhole = (style: Style, parts: readonly Part[]): Verdict =>
  parts.length === 0 ? undecided('nothing was run') : every(parts.map((part) => whole(style, part)));

/** Every call came back within its deadline, well or not. */
export const settled = (part: Part, deadlineMs: number): Verdict =>
  none(
    settledLate(about(part.history, part.ids), deadlineMs + slackMs),
    part.ids.length,
    `calls that had not come back ${deadlineMs} ms later`,
  );
