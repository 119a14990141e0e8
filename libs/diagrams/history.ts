import type { EvidenceEvent, EvidenceRecord } from '@parley/evidence';
import type { Arrow, Bar, Figure, Lifeline } from './figure';

interface HistoryOptions {
  title: string;
  text: string;
  /** The processes to draw, in this order, each with its label. */
  lifelines: Lifeline[];
  /** What to call a message; its id where this is not given. */
  label?: (id: string) => string;
}

/** Milliseconds since the first of them. */
export const clockOf = (history: readonly EvidenceRecord[]) => {
  const zero = history.reduce(
    (least, { mono }) => (BigInt(mono) < least ? BigInt(mono) : least),
    BigInt(history[0]?.mono ?? 0),
  );
  return ({ mono }: { mono: string | bigint }): number => Number(BigInt(mono) - zero) / 1e6;
};

/**
 * Calls as their history tells of them: the caller is blocked from `submitted` to `returned`, the procedure runs from
 * `delivered` to `processed`. The call arrives where it was noted `received`, else `delivered`. Where it was received
 * and the caller returned before the procedure had ended, it was an acknowledgement that let it go, else the result.
 * Records of processes that are no lifeline are left out.
 */
export const callsFigure = (history: readonly EvidenceRecord[], options: HistoryOptions): Figure => {
  const { title, text, lifelines, label = (id: string) => id } = options;
  const known = new Set(lifelines.map(({ id }) => id));
  const records = history.filter(({ process }) => known.has(process));
  const at = clockOf(records);
  const [bars, arrows]: [Bar[], Arrow[]] = [[], []];
  const of = (event: EvidenceEvent, id: string, process?: string) =>
    records.find(
      (one) => one.event === event && one.msg.id === id && (process === undefined || one.process === process),
    );
  for (const submitted of records.filter(({ event }) => event === 'submitted')) {
    const { id } = submitted.msg;
    const returned = of('returned', id, submitted.process);
    const caller = submitted.process;
    if (returned) bars.push({ on: caller, from: at(submitted), to: at(returned), kind: 'blocked' });
    const reached = new Set(
      records
        .filter(({ event, msg }) => msg.id === id && (event === 'received' || event === 'delivered'))
        .map((one) => one.process),
    );
    if (reached.size === 0) {
      const to = lifelines.find((one) => one.id !== caller)?.id ?? caller;
      arrows.push({ from: caller, to, sent: at(submitted), label: label(id), kind: 'call' });
    }
    for (const callee of reached) {
      const [received, delivered, processed] = (['received', 'delivered', 'processed'] as const).map((event) =>
        of(event, id, callee),
      );
      if (delivered && processed) bars.push({ on: callee, from: at(delivered), to: at(processed), kind: 'runs' });
      arrows.push({
        from: caller,
        to: callee,
        sent: at(submitted),
        received: at((received ?? delivered)!),
        label: label(id),
        kind: 'call',
      });
      if (!returned) continue;
      const early = received && (!processed || at(returned) < at(processed));
      if (early)
        arrows.push({
          from: callee,
          to: caller,
          sent: at(received),
          received: at(returned),
          label: 'received',
          kind: 'acknowledgement',
        });
      else if (processed && at(processed) <= at(returned))
        arrows.push({
          from: callee,
          to: caller,
          sent: at(processed),
          received: at(returned),
          label: 'result',
          kind: 'reply',
        });
    }
  }
  return { title, text, lifelines, bars, arrows, marks: [] };
};
