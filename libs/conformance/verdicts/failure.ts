import { about, undelivered } from '@parley/evidence';
import type { Outcome } from '@parley/roles';
import type { Style } from '@parley/taxonomy';
import type { Part } from '../trial';
import { every, holds, undecided, violated, type Verdict } from '../verdict';
import { typedErrors } from './frozen';
import { settled, whole } from './whole';

const fits = (how: string, one: Outcome & { ok: false }): boolean => {
  if (how === 'throws') return one.kind === 'unknown' || one.kind === 'fatal';
  if (how === 'rejects') return one.kind === 'retryable';
  if (how === 'refuses') return one.kind === 'fatal' && one.reason === 'refused';
  return one.kind === 'unknown';
};

const told = (style: Style, part: Part): Verdict => {
  const [op = '', how = ''] = part.fault.split(' ');
  const [one] = part.outcomes;
  if (!one) return undecided(`${part.fault}: the call gave no outcome`);
  if (one.ok)
    return op === 'notify' && style.release.is !== 'processed'
      ? holds(`${part.fault}: nobody waits for it`)
      : violated(`${part.fault}: the caller was told that all is well`);
  // Who does not wait for the application may still learn that its notice was not taken.
  if (op === 'notify' && style.release.is !== 'processed') return holds(`${part.fault}: told ${one.kind}`);
  return fits(how, one)
    ? holds(`${part.fault}: ${one.kind}`)
    : violated(`${part.fault}: told ${one.kind}, ${one.message}`);
};

/** A faulty application: its caller is told, typed and in time; the receiver lives and serves the next. */
export const judgeFaultyApplication = (style: Style, parts: readonly Part[]): Verdict => {
  if (parts.length === 0) return undecided('no application failed');
  return every(
    parts.flatMap((part) => {
      if (part.fault.startsWith('after')) return [whole(style, part)];
      if (!part.facts.alive) return [violated(`${part.fault}: the receiver died of it`)];
      return [told(style, part), settled(part, Number(part.facts.deadlineMs)), typedErrors([part])];
    }),
  );
};

/** Who shows what is wrong is not let in, and is told so or its messages are dropped as declared; who shows what is right is. */
export const judgeCredentials = (style: Style, [part]: readonly Part[]): Verdict => {
  if (!part) return undecided('nobody showed anything wrong');
  if (!part.facts.works) return undecided('nobody was let in: that proves nothing');
  if (part.facts.ended !== undefined)
    return part.facts.ended === 'untyped'
      ? violated('it ended without a typed error')
      : holds(`it cannot be opened: ${part.facts.ended}`);
  if (undelivered(about(part.history, part.ids)).length < part.ids.length)
    return violated('it was let in with wrong credentials');
  const silent = part.outcomes.filter(({ ok }) => ok).length;
  return every([
    settled(part, Number(part.facts.deadlineMs)),
    typedErrors([part]),
    silent > 0 && style.tellsOfLoss.is
      ? violated('its messages were thrown away and it was not told')
      : holds(silent > 0 ? 'its messages are dropped' : 'it is told', { silent }),
  ]);
};
