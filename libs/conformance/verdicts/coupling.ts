import type { Style } from '@parley/taxonomy';
import type { Part } from '../trial';
import { holds, undecided, violated, type Verdict } from '../verdict';

/**
 * Neither knows who the other is: a new receiver is reached by a sender that nobody told, and a new sender is heard by a
 * receiver that nobody told. They do know each other where one of the two fails, or where they go on talking when what
 * stood between them is dead.
 */
export const judgeSpace = (style: Style, [part]: readonly Part[]): Verdict => {
  if (!part) return undecided('nobody was replaced');
  const { found, heard, direct } = part.facts;
  if (!found && !heard) return undecided('neither a new receiver nor a new sender ever worked: that proves nothing');
  const isUncoupled = Boolean(found && heard && !direct);
  const seen = [
    found
      ? 'a new receiver is reached by a sender that was told nothing'
      : 'a new receiver is not reached until the sender is told',
    heard
      ? 'a new sender is heard by a receiver that was told nothing'
      : 'a new sender is not heard until the receiver is told',
    ...(direct ? ['they go on when what stood between them is dead'] : []),
  ].join('; ');
  const claimed = style.uncoupling.space.is;
  return claimed === isUncoupled
    ? holds(seen)
    : violated(`claimed ${claimed ? 'un' : ''}coupled in space, but ${seen}`);
};
