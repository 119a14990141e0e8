import { about } from '@parley/evidence';
import type { Style } from '@parley/taxonomy';
import type { Part } from '../trial';
import { none, type Verdict } from '../verdict';

/** Each message is delivered within the trace that it was sent in, and no two share one. */
export const judgeTrace = (_: Style, parts: readonly Part[]): Verdict => {
  const ids = parts.flatMap((part) => part.ids);
  const seen = new Set<string>();
  const wrong = parts.flatMap(({ history, ids: mine }) => {
    const records = about(history, mine);
    const traceOf = (id: string, event: string) =>
      records.find((record) => record.event === event && record.msg.id === id)?.trace;
    return mine.filter((id) => {
      const [sent, got] = [traceOf(id, 'submitted'), traceOf(id, 'delivered')];
      const isNew = sent !== undefined && !seen.has(sent);
      if (sent) seen.add(sent);
      return !isNew || sent !== got;
    });
  });
  return none(wrong, ids.length, 'delivered in another trace than it was sent in');
};
