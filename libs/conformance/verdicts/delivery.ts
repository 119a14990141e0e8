import { about, answers, duplicates, sharesOf, silentLosses, undelivered } from '@parley/evidence';
import type { Style } from '@parley/taxonomy';
import type { Part } from '../trial';
import { every, holds, none, some, undecided, violated, type Verdict } from '../verdict';
import { settled } from './whole';

/** To how many processes each message was delivered. */
const spread = ({ history, ids }: Part): number[] => {
  const shares = [...sharesOf(about(history, ids)).values()];
  return ids.map((id) => shares.filter((share) => share.has(id)).length);
};

const eachTo = (part: Part, wanted: number): Verdict => {
  const counts = spread(part);
  const wrong = part.ids.flatMap((id, index) => (counts[index] === wanted ? [] : [`${id} to ${counts[index]}`]));
  return every([
    none(wrong, part.ids.length, `messages not delivered to exactly ${wanted}`),
    none(duplicates(about(part.history, part.ids)), part.ids.length, 'delivered twice to one'),
  ]);
};

const receiversOf = (parts: readonly Part[]): Set<string> =>
  new Set(parts.flatMap(({ history, ids }) => [...sharesOf(about(history, ids)).keys()]));

/** With two receivers running: who gets a message. */
export const judgeCardinality = (style: Style, parts: readonly Part[]): Verdict => {
  const [both, left] = parts;
  if (!both || both.facts.receivers !== 2) return undecided('there were never two receivers');
  const is = style.cardinality.is;
  const took = receiversOf(parts).size;
  if (is === 'multicast' || is === 'broadcast' || is === 'geocast') return eachTo(both, 2);
  if (is === 'unicast')
    return every([eachTo(both, 1), took <= 1 ? holds('all to one') : violated('not all to the same one')]);
  if (!left) return undecided('no receiver was taken away');
  if (!left.facts.takenOver) return violated('when one receiver was gone, the other did not take over');
  return every([
    eachTo(both, 1),
    took > 1 ? holds('both receivers took part') : undecided('only one receiver ever took a message'),
  ]);
};

/** What was sent before a subscriber came is delivered to it where the style replays, and else not. */
export const judgeLateSubscriber = (style: Style, [part]: readonly Part[]): Verdict => {
  if (!part || part.ids.length === 0) return undecided('nothing was sent before the subscriber came');
  if (!part.facts.works) return undecided('the late subscriber never got anything: it proves nothing');
  const got = sharesOf(about(part.history, part.ids)).get(String(part.facts.late)) ?? new Set();
  const numbers = { earlier: part.ids.length, got: got.size };
  if (style.replays.is)
    return got.size === part.ids.length
      ? holds('the late subscriber has what was sent before it', numbers)
      : violated(`the late subscriber has ${got.size} of ${part.ids.length}`, numbers);
  return got.size === 0
    ? holds('the late subscriber has nothing of what was sent before it', numbers)
    : violated(`the late subscriber was given what was sent before it: ${some([...got])}`, numbers);
};

const outcomeOf = ({ history, ids }: Part): string | undefined => answers(about(history, ids)).get(ids[0] ?? '');

const absentNotice = (style: Style, part: Part): Verdict => {
  const answer = outcomeOf(part);
  const wasDelivered = undelivered(about(part.history, part.ids)).length === 0;
  const is = style.absent.is;
  const seen = `it came back ${answer ?? 'never'} and was ${wasDelivered ? '' : 'not '}delivered when a receiver came`;
  const asClaimed = {
    error: answer !== undefined && answer !== 'ok' && (!wasDelivered || answer === 'unknown'),
    dropped: answer === 'ok' && !wasDelivered,
    'kept by the sender': answer !== 'retryable' && answer !== 'fatal' && wasDelivered,
    stored: answer === 'ok' && wasDelivered,
  }[is];
  return asClaimed ? holds(`${is}: ${seen}`) : violated(`claimed ${is}, but ${seen}`);
};

/** What became of a message while no receiver ran. */
export const judgeAbsent = (style: Style, parts: readonly Part[]): Verdict => {
  const [first] = parts;
  if (!first) return undecided('nothing was sent');
  if (!first.facts.works) return undecided('no receiver ever worked: that proves nothing');
  if (first.facts.ended !== undefined) {
    if (first.facts.ended === 'untyped') return violated(`the sender ended without a typed error: ${first.facts.said}`);
    return style.absent.is === 'error'
      ? holds(`the sender cannot be opened: ${first.facts.ended}`)
      : violated(`claimed ${style.absent.is}, but the sender could not even be opened`);
  }
  const verdicts = parts.flatMap((part) => {
    const inTime = settled(part, Number(part.facts.deadlineMs));
    const isNotice = part.fault === (style.carries.notify ? 'notify' : 'reserve');
    if (isNotice) return [inTime, absentNotice(style, part)];
    return [inTime];
  });
  const silent = parts.flatMap(({ history, ids }) => silentLosses(about(history, ids)));
  if (style.tellsOfLoss.is) verdicts.push(none(silent, parts.length, 'lost and not told'));
  else if (style.tellsOfLoss.experiment.name === 'receiver absent' && silent.length === 0)
    verdicts.push(undecided('claimed not to tell of loss, but nothing was lost silently here'));
  return every(verdicts);
};

/** The sender stood before the receiver, and works once it comes. */
export const judgeComesLate = (_: Style, [part]: readonly Part[]): Verdict => {
  if (!part) return undecided('nothing was run');
  if (part.facts.ended === 'untyped') return violated(`the sender ended without a typed error: ${part.facts.said}`);
  return part.facts.works
    ? holds('delivered once the receiver was there')
    : violated('a receiver that came late was never reached');
};
