import { about, undelivered } from '@parley/evidence';
import type { Style } from '@parley/taxonomy';
import type { Part } from '../trial';
import { every, holds, undecided, violated, type Verdict } from '../verdict';
import { whole } from './whole';

/** One byte more than the maximum is refused at once and for good, and is delivered to nobody. */
const refused = ({ ids, outcomes, history }: Part): Verdict => {
  const [one] = outcomes;
  if (!one) return undecided('one byte too many: the call gave no outcome');
  if (one.ok) return violated('one byte more than the maximum was taken');
  if (one.kind !== 'fatal')
    return violated(`one byte more than the maximum was refused as ${one.kind}: ${one.message}`);
  if (undelivered(about(history, ids)).length === 0) return violated('one byte too many was refused and delivered');
  return holds('one byte more than the maximum is Fatal');
};

export const judgeLargest = (style: Style, parts: readonly Part[]): Verdict => {
  if (style.maxBytes !== undefined && !parts.some(({ fault }) => fault === 'one byte too many'))
    return undecided('one byte more than the maximum was never sent');
  return every(parts.map((part) => (part.fault === 'one byte too many' ? refused(part) : whole(style, part))));
};

const droppedAs = ({ history }: Part, reason: string): number =>
  history.filter(({ event, note }) => event === 'dropped' && note === reason).length;

/** What a stranger said was dropped as undecodable, each unit of it, and the receiver went on. */
export const judgeForeignBytes = (style: Style, [part]: readonly Part[]): Verdict => {
  if (!part || Number(part.facts.said ?? 0) === 0) return undecided('no stranger said anything');
  if (part.facts.stranger) return violated(`the stranger could not say it: ${part.facts.stranger}`);
  if (!part.facts.alive) return violated('the receiver died of it');
  const dropped = droppedAs(part, 'undecodable');
  const said = Number(part.facts.said);
  if (dropped !== said) return violated(`${dropped} of ${said} units were noted as undecodable`, { dropped, said });
  return every([holds(`${said} units dropped as undecodable`, { dropped, said }), whole(style, part)]);
};

/** A content type that nobody reads: a notice is dropped, said so; a request is answered Fatal `unknown-content-type`. */
const unread = (part: Part): Verdict => {
  const [one] = part.outcomes;
  if (undelivered(about(part.history, part.ids)).length !== part.ids.length)
    return violated(`a ${part.fault} of unknown content type was delivered`);
  if (!one) return undecided(`the ${part.fault} gave no outcome`);
  if (!one.ok && one.reason === 'unknown-content-type') return holds(`the caller of ${part.fault} is told`);
  if (part.fault === 'notify' && (one.ok || one.kind === 'fatal'))
    return part.facts.dropped
      ? holds('the notice is dropped, said so')
      : violated('a notice of unknown content type vanished: nothing was noted as dropped');
  return violated(
    `a ${part.fault} of unknown content type: ${one.ok ? 'it was answered' : `${one.kind}, ${one.message}`}`,
  );
};

export const judgeUnknownType = (style: Style, parts: readonly Part[]): Verdict =>
  parts.length === 0
    ? undecided('nothing was sent')
    : every(
        parts.map((part) => {
          if (part.fault !== 'after') return unread(part);
          return part.facts.alive ? whole(style, part) : violated('the receiver died of an unknown content type');
        }),
      );
