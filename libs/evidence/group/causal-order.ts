import type { EvidenceRecord } from '../record';

const earlier = (a: EvidenceRecord, b: EvidenceRecord): boolean =>
  a.mono.length === b.mono.length ? a.mono < b.mono : a.mono.length < b.mono.length;

interface Row {
  records: EvidenceRecord[];
  next: number;
}

/**
 * Records by time, but each incarnation's in its own order, a crash after everything of its incarnation, and nothing of
 * a message before its submission: clocks of several hosts can't turn an arrow around. What comes before its own
 * submission all the same is taken by time. Pure.
 */
export const inCausalOrder = (records: readonly EvidenceRecord[]): EvidenceRecord[] => {
  const rows = new Map<string, Row>();
  for (const record of records) {
    const key = `${record.process}\n${record.inc}`;
    const row = rows.get(key);
    if (row) row.records.push(record);
    else rows.set(key, { records: [record], next: 0 });
  }
  const last = ({ event, seq }: EvidenceRecord) => (event === 'crash' ? Number.MAX_SAFE_INTEGER : seq);
  for (const row of rows.values()) row.records.sort((a, b) => last(a) - last(b));
  const open = new Set(records.filter(({ event }) => event === 'submitted').map(({ msg }) => msg.id));
  const ordered: EvidenceRecord[] = [];
  const headOf = ({ records: all, next }: Row) => all[next];
  while (ordered.length < records.length) {
    let [best, bestFree]: [Row | undefined, boolean] = [undefined, false];
    for (const row of rows.values()) {
      const head = headOf(row);
      if (!head) continue;
      const free = head.event === 'submitted' || !open.has(head.msg.id);
      const first = best && headOf(best);
      if (!first || (free && !bestFree) || (free === bestFree && earlier(head, first))) [best, bestFree] = [row, free];
    }
    const record = headOf(best!)!;
    best!.next += 1;
    if (record.event === 'submitted') open.delete(record.msg.id);
    ordered.push(record);
  }
  return ordered;
};
