import { closeSync, existsSync, openSync, readSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { EvidenceRecord } from '../record';
import { openCollection, type Collected } from './collect';
import { historyOf } from './lines';
import { putInOrder } from './local-order';
import { Malformed } from './malformed';
import type { GroupHistory } from './model';
import type { HistoryOptions } from './types';

const historiesOf = (collected: Collected, options: HistoryOptions): GroupHistory[] => {
  putInOrder(collected);
  const told = [...collected.groups.values()].filter(({ size }) => size > 0);
  return told.map((group) => historyOf(group, collected, options));
};

/**
 * The group histories in these records, one a run and channel; channels in which nothing was submitted, delivered or
 * viewed are left out. Pure. Happened-before and every order are judged within one group. Throws Malformed, with the
 * place of the record (from 1), where a record lacks its process, event, message or number, a number is missing or there
 * twice (records of `harness` and crashes are not counted), a message was submitted twice, or a view says no members.
 */
export const groupHistories = (records: Iterable<EvidenceRecord>, options: HistoryOptions = {}): GroupHistory[] => {
  const { add, collected } = openCollection();
  let line = 0;
  for (const record of records) add(record, { line: (line += 1) });
  return historiesOf(collected, options);
};

/** The lines of a file, one after the other, without having all of it in memory; and whether each is the last one. */
function* linesIn(file: string): Generator<{ text: string; last: boolean }> {
  const descriptor = openSync(file, 'r');
  try {
    const piece = Buffer.alloc(1024 * 1024);
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const length = readSync(descriptor, piece, 0, piece.length, null);
      if (length === 0) break;
      const bytes = Buffer.concat([rest, piece.subarray(0, length)]);
      const whole = bytes.lastIndexOf(10) + 1;
      if (whole > 0) for (const text of bytes.toString('utf8', 0, whole - 1).split('\n')) yield { text, last: false };
      rest = bytes.subarray(whole);
    }
    yield { text: rest.toString('utf8'), last: true };
  } finally {
    closeSync(descriptor);
  }
}

const filesAt = (path: string): string[] => {
  if (!existsSync(path)) throw new Malformed('there is no such file', { line: 0, file: path });
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => name.endsWith('.jsonl'));
  return names.sort().map((name) => join(path, name));
};

const parsed = (text: string, last: boolean, line: number, file: string): EvidenceRecord | undefined => {
  try {
    return JSON.parse(text) as EvidenceRecord;
  } catch {
    // A process killed within its write leaves half a line, and nothing after it.
    if (last) return undefined;
    throw new Malformed(`broken record: ${text.slice(0, 80)}`, { line, file });
  }
};

/**
 * The same from files of evidence, or from all of them in a folder, read as a stream: what is kept is a few numbers a
 * record. Half a line at the end of a file is left out: its process was killed. Throws Malformed as `groupHistories`
 * does, with the file and its line, and where a file is not there.
 */
export const readGroupHistories = (paths: string | readonly string[], options: HistoryOptions = {}): GroupHistory[] => {
  const { add, collected } = openCollection();
  for (const file of [paths].flat().flatMap((path) => filesAt(path as string))) {
    let line = 0;
    for (const { text, last } of linesIn(file)) {
      line += 1;
      const record = text === '' ? undefined : parsed(text, last, line, file);
      if (record) add(record, { line, file });
    }
  }
  return historiesOf(collected, options);
};
