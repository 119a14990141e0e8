import type { EvidenceRecord } from '@parley/evidence';

/** The history of a run, kept in memory: all members are in this process, the middleware between them is the real one. */
export function openRecords(style: string, group: string) {
  const records: EvidenceRecord[] = [];
  const seqs = new Map<string, number>();
  const note = (process: string, event: EvidenceRecord['event'], id: string, note?: string): void => {
    const seq = (seqs.get(process) ?? 0) + 1;
    seqs.set(process, seq);
    const [, sender, , n] = id.split('/');
    records.push({
      run: 'r',
      process,
      inc: '1',
      seq,
      mono: globalThis.process.hrtime.bigint().toString(),
      event,
      msg: { id, ...(n !== undefined && { sender: sender!, seq: Number(n) }) },
      style,
      hop: '',
      channel: group,
      ...(note !== undefined && { note }),
    });
  };
  return { records, note };
}
