import { about, undelivered } from '@parley/evidence';
import type { Outcome } from '@parley/roles';
import type { Style } from '@parley/taxonomy';
import type { Part } from '../trial';
import { every, holds, undecided, violated, type Verdict } from '../verdict';
import { typedErrors } from './frozen';
import { settled, slackMs, whole } from './whole';

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

/** The sides that connect to somebody, and have to show him who they are. */
export const connecting = ({ roles }: Style): ('sender' | 'receiver')[] =>
  (['sender', 'receiver'] as const).filter((side) => roles.some(({ part, binds }) => part === side && !binds));

const isRefused = (part: Part): Verdict => {
  const { fault, facts, ids, outcomes, history } = part;
  const deadlineMs = Number(facts.deadlineMs);
  if (!facts.works) return undecided(`${fault}: then nobody was let in, which proves nothing`);
  if (facts.ended !== undefined) {
    if (facts.ended !== 'fatal') return violated(`${fault}: it ended, told ${facts.ended}`);
    const late = Number(facts.ms) > deadlineMs + slackMs;
    return late ? violated(`${fault}: told after ${facts.ms} ms`) : holds(`${fault}: it cannot be opened`);
  }
  if (ids.length === 0) return violated(`${fault}: it was opened, and told nothing`);
  if (undelivered(about(history, ids)).length < ids.length) return violated(`${fault}: it was let in`);
  const isOneself = fault.endsWith('shows what is wrong');
  const unlike = outcomes.filter((one) => one.ok || (isOneself && one.kind !== 'fatal'));
  if (unlike.length > 0 || outcomes.length === 0)
    return violated(`${fault}: told ${unlike.map((one) => (one.ok ? 'ok' : one.kind)).join(', ') || 'nothing'}`);
  return every([settled(part, deadlineMs), typedErrors([part])]);
};

/**
 * Who shows what is wrong is refused for good (Fatal) within the deadline, on either side; who is connected to somebody who
 * cannot show what is right is told so (typed) and gives nothing away. All others go on.
 */
export const judgeCredentials = (style: Style, parts: readonly Part[]): Verdict => {
  const missing = connecting(style).find((side) => !parts.some(({ fault }) => fault === `${side} shows what is wrong`));
  if (missing || parts.length < 2) return undecided(`no ${missing ?? 'host'} showed anything wrong`);
  return every(parts.map(isRefused));
};
