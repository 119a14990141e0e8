import type { Causality } from './causality';
import { submission, type Breach } from './model';
import { verdictOf, type Judged } from './power';
import type { Verdict } from './types';

/** Every delivered message was sent, by whom it names, before; and no incarnation delivers it twice. */
export const integrityVerdict = (judged: Judged, causality: Causality): Verdict => {
  const { history } = judged;
  const breaches = [...history.breaches, ...causality.breaches];
  const size = ({ events }: Breach) => events.length;
  const [least] = [...breaches].sort((a, b) => size(a) - size(b));
  const witness = least && {
    kind: least.kind,
    says: least.says,
    messages: [history.messages[least.message]!.id],
    processes: [...new Set(least.events.map(({ process }) => process))],
    events: least.kind === 'wrong sender' ? [submission(history, least.message), ...least.events] : least.events,
  };
  const chances = history.lines.reduce((sum, { deliveries }) => sum + deliveries.length, 0);
  return verdictOf(judged, 'integrity', { times: breaches.length, witness, chances });
};
