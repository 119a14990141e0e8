import type { EvidenceEvent, EvidenceRecord } from './record';

/** What became of the messages of one channel. Ids are sorted, so that two accounts can be compared. */
export interface Account {
  style: string;
  channel: string;
  /** Distinct message ids by event. */
  counts: Partial<Record<EvidenceEvent, number>>;
  /** Promised (accepted or stored), never delivered to anybody. */
  lost: string[];
  /** Delivered more than once on one hop to the processes that share it: `packing-1` and `packing-2` are one reader. */
  duplicated: string[];
  /** Delivered, never submitted. */
  forged: string[];
  /** [earlier, later] ids of one sender, delivered to one process the other way round. */
  reordered: [string, string][];
}

const distinct = (records: EvidenceRecord[], event: EvidenceEvent): string[] => [
  ...new Set(records.filter((record) => record.event === event).map((record) => record.msg.id)),
];

const without = (ids: string[], others: string[]): string[] => {
  const known = new Set(others);
  return ids.filter((id) => !known.has(id)).sort();
};

const groupBy = <T>(items: T[], keyOf: (item: T) => string): T[][] => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
};

const receiverOf = (record: EvidenceRecord): string => JSON.stringify([record.process, record.inc]);

const first = (records: EvidenceRecord[]): EvidenceRecord[] => {
  const seen = new Set<string>();
  return records.filter(({ msg }) => !seen.has(msg.id) && seen.add(msg.id));
};

const readerOf = ({ hop, process }: EvidenceRecord): [string, string] => [hop, process.replace(/-\d+$/, '')];

const twice = (delivered: EvidenceRecord[]): string[] => {
  const groups = groupBy(delivered, (record) => JSON.stringify([...readerOf(record), record.msg.id]));
  return [...new Set(groups.flatMap((group) => (group.length > 1 && group[0] ? [group[0].msg.id] : [])))].sort();
};

/**
 * Pairs [earlier, later] of one line, delivered to one incarnation of a process the other way round; the first delivery
 * of each counts. A line is a sender, where `lineOf` does not say otherwise.
 */
export const inversions = (
  submitted: EvidenceRecord[],
  delivered: EvidenceRecord[],
  lineOf: (msg: EvidenceRecord['msg']) => string | undefined = ({ sender }) => sender,
): [string, string][] => {
  const place = new Map<string, { sender: string; at: number }>();
  for (const [at, record] of first(submitted).entries())
    place.set(record.msg.id, { sender: lineOf(record.msg) ?? receiverOf(record), at });
  return groupBy(delivered, receiverOf).flatMap((received) => {
    const last = new Map<string, { id: string; at: number }>();
    return first(received).flatMap((record): [string, string][] => {
      const sent = place.get(record.msg.id);
      if (!sent) return [];
      const before = last.get(sent.sender);
      if (before && before.at > sent.at) return [[record.msg.id, before.id]];
      last.set(sent.sender, { id: record.msg.id, at: sent.at });
      return [];
    });
  });
};

/**
 * Counts, for every style and channel of a history, what was submitted, promised, delivered and processed, and names
 * what was lost, doubled, forged or reordered. Pure. It reports; whether that is allowed there is the claim's matter
 * (a redelivery is a duplicate here, though an inbox may make it harmless).
 */
export const accounting = (history: EvidenceRecord[]): Account[] =>
  groupBy(history, (record) => JSON.stringify([record.style, record.channel])).map((records) => {
    const of = (event: EvidenceEvent) => records.filter((record) => record.event === event);
    const events = [...new Set(records.map((record) => record.event))];
    const delivered = of('delivered');
    const deliveredIds = distinct(records, 'delivered');
    const promised = [...new Set([...distinct(records, 'accepted'), ...distinct(records, 'stored')])];
    return {
      style: records[0]?.style ?? '',
      channel: records[0]?.channel ?? '',
      counts: Object.fromEntries(events.map((event) => [event, distinct(records, event).length])),
      lost: without(promised, deliveredIds),
      duplicated: twice(delivered),
      forged: without(deliveredIds, distinct(records, 'submitted')),
      reordered: inversions(of('submitted'), delivered),
    };
  });
