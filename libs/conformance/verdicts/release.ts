import { about, answers, returnedBefore, silentLosses } from '@parley/evidence';
import type { Release, Style } from '@parley/taxonomy';
import type { Part } from '../trial';
import { every, holds, some, undecided, violated, type Verdict } from '../verdict';

const mine = ({ history, ids }: Part) => about(history, ids);

const wentWell = (part: Part): number => [...answers(mine(part)).values()].filter((answer) => answer === 'ok').length;

const named = (parts: readonly Part[], start: string): Part[] => parts.filter(({ fault }) => fault.startsWith(start));

/** Calls that came back well while the receiver's process stood still. */
export const returnedWhileFrozen = (style: Style, parts: readonly Part[]): string[] => {
  const op = style.carries.notify ? 'notify' : 'reserve';
  return named(parts, `frozen: ${op}`).flatMap(({ outcomes }) => outcomes.flatMap(({ ok, id }) => (ok ? [id] : [])));
};

/**
 * What is known when a call comes back, as the runs show it: the strongest that none of them contradicts. Undefined
 * where no call came back well with the receiver's application held.
 */
export const derivedRelease = (style: Style, parts: readonly Part[]): { is: Release; because: string } | undefined => {
  const held = named(parts, 'held');
  const killed = named(parts, 'killed');
  if (held.length === 0 || killed.length === 0 || named(parts, 'frozen').length === 0) return undefined;
  if (!held.some((part) => wentWell(part) > 0)) return undefined;
  const lost = killed.filter(({ fault }) => fault === 'killed').flatMap((part) => silentLosses(mine(part)));
  if (lost.length > 0) return { is: 'none', because: `${lost.length} had come back and died with the sender` };
  const waiting = returnedWhileFrozen(style, parts);
  if (waiting.length > 0) {
    const kept = killed.filter(({ fault }) => fault === 'killed, receiver frozen');
    const survives =
      kept.length > 0 && kept.every((part) => wentWell(part) > 0 && silentLosses(mine(part)).length === 0);
    const hasMiddle = style.roles.some(({ part }) => part === 'middle');
    return survives && hasMiddle
      ? { is: 'accepted', because: 'it came back with the receiver frozen, and outlived the sender in the middle' }
      : { is: 'sent', because: `it came back while the receiver was frozen: ${some(waiting)}` };
  }
  const early = held.flatMap((part) => returnedBefore(mine(part), 'delivered'));
  if (early.length > 0) return { is: 'received', because: `it came back before it was delivered: ${some(early)}` };
  const unfinished = held.flatMap((part) => returnedBefore(mine(part), 'processed'));
  if (unfinished.length > 0)
    return { is: 'delivered', because: `it came back before it was processed: ${some(unfinished)}` };
  return { is: 'processed', because: 'no call came back before its message was processed' };
};

/** A call comes back well with the receiver frozen, or never does, as it is claimed. */
export const judgeSynchronisation = (style: Style, parts: readonly Part[]): Verdict => {
  const waiting = returnedWhileFrozen(style, parts);
  const claimed = style.uncoupling.synchronisation.is;
  const seen = `${waiting.length} calls came back well while the receiver was frozen`;
  if (named(parts, 'frozen').length === 0) return undecided('the receiver was never frozen');
  return claimed === waiting.length > 0
    ? holds(seen)
    : violated(`claimed ${claimed ? 'un' : ''}coupled in synchronisation, but ${seen}`);
};

/** The claimed point of release is the one that the runs show. */
export const judgeRelease = (style: Style, parts: readonly Part[]): Verdict => {
  const unproven = named(parts, 'killed').filter(({ facts }) => !facts.works);
  if (unproven.length > 0)
    return undecided('after the sender was killed nothing was ever delivered: that proves nothing');
  const derived = derivedRelease(style, parts);
  if (!derived) return undecided('no call came back well: nothing is known of its point of release');
  const claimed = style.release.is;
  // That something survives the SIGKILL of what keeps it is another trial's matter.
  const same = derived.is === claimed || (claimed === 'stored' && derived.is === 'accepted');
  return every([
    same
      ? holds(`released when ${derived.is}: ${derived.because}`)
      : violated(`claimed ${claimed}, but it is released when ${derived.is}: ${derived.because}`),
    judgeSynchronisation(style, parts),
  ]);
};

/** What had come back outlives the sender, unless nothing at all is promised: then a loss must be seen. */
export const judgeKilledAfterReturn = (style: Style, parts: readonly Part[]): Verdict => {
  const runs = parts.filter(({ fault }) => fault === 'killed');
  if (runs.length === 0 || runs.some(({ facts }) => !facts.works))
    return undecided('no sender after it was ever heard: that proves nothing');
  const came = runs.reduce((sum, part) => sum + wentWell(part), 0);
  if (came === 0) return undecided('no call had come back before the sender was killed');
  const lost = runs.flatMap((part) => silentLosses(mine(part)));
  const numbers = { returned: came, lost: lost.length };
  if (style.release.is === 'none')
    return lost.length > 0
      ? holds(`${lost.length} of ${came} that had come back died with the sender`, numbers)
      : undecided('nothing that had come back was lost, though nothing is promised', numbers);
  return lost.length > 0
    ? violated(`released when ${style.release.is}, but what had come back died with the sender: ${some(lost)}`, numbers)
    : holds(`all ${came} that had come back were delivered`, numbers);
};
