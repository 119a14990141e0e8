import type { Outcome } from '@parley/roles';
import type { Style } from '@parley/taxonomy';
import type { Part } from '../trial';
import { every, holds, none, undecided, violated, type Verdict } from '../verdict';

/** Replies that are another request's, or not what was asked. */
const wrong = (outcomes: readonly Outcome[]): string[] =>
  outcomes.flatMap((one) => {
    if (!one.ok) return [`${one.id}: ${one.message}`];
    if (one.digest !== one.id) return [`${one.id} was given the reply to ${one.digest}`];
    return one.same ? [] : [`${one.id} was given another body`];
  });

/** Each of many requests under way at once is given its own reply. */
export const judgeCorrelation = (_: Style, parts: readonly Part[]): Verdict => {
  const outcomes = parts.flatMap((part) => part.outcomes);
  const asked = parts.reduce((sum, { ids }) => sum + ids.length, 0);
  if (outcomes.length !== asked) return violated(`${asked - outcomes.length} of ${asked} requests gave no outcome`);
  return none(wrong(outcomes), asked, 'wrong replies');
};

/** A reply after the deadline: its caller is told that the outcome is unknown, and nobody else is given it. */
export const judgeLateReply = (_: Style, parts: readonly Part[]): Verdict => {
  const [late, next] = [parts.find(({ fault }) => fault === 'late'), parts.find(({ fault }) => fault === 'next')];
  const given = late?.outcomes[0];
  if (!given || !next) return undecided('no reply was late');
  if (given.ok) return violated('the caller was answered after its deadline, or before the receiver had finished');
  if (given.kind !== 'unknown') return violated(`the receiver had the request, but the caller was told ${given.kind}`);
  if (!next.facts.alive) return violated('the receiver died of a late reply');
  if (!next.facts.works) return violated('after a late reply nothing worked any more');
  return every([
    holds('the caller of the late one was told that its outcome is unknown'),
    none(wrong(next.outcomes), next.ids.length, 'wrong replies after a late one'),
  ]);
};
