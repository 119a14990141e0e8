import type { EvidenceRecord } from '../record';
import { Malformed } from './malformed';

/** Where a record stands, from line 1. */
export interface Where {
  line: number;
  file?: string;
}

/** The view that a note tells of. */
export const viewIn = (note: string | undefined, where: Where): { id: number; members: string[]; joined: string[] } => {
  try {
    const { id, members, joined = [] } = JSON.parse(note ?? '') as Record<string, unknown>;
    const names = (value: unknown): value is string[] =>
      Array.isArray(value) && value.every((one) => typeof one === 'string');
    if (typeof id === 'number' && Number.isFinite(id) && names(members) && names(joined))
      return { id, members, joined };
  } catch {
    // Said below, as for any other note that is no view.
  }
  throw new Malformed(`a view's note is not {"id", "members"}: ${(note ?? '').slice(0, 80)}`, where);
};

/** A record that has what every record needs. */
export const checked = (record: EvidenceRecord, where: Where): EvidenceRecord => {
  const { process, inc, seq, event, msg, mono } = record ?? {};
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
  if (!isText(process)) throw new Malformed(`${event ?? 'a record'} without a process`, where);
  if (!isText(event)) throw new Malformed('a record without an event', where);
  if (!isText(msg?.id)) throw new Malformed(`${event} without the id of a message`, where);
  if (event === 'crash' || process === 'harness') return record;
  if (typeof inc !== 'string') throw new Malformed(`${event} without an incarnation`, where);
  if (typeof mono !== 'string') throw new Malformed(`${event} without a time`, where);
  if (!Number.isSafeInteger(seq) || seq < 1) throw new Malformed(`${seq} is no place in the local order`, where);
  return record;
};
