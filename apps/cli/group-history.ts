import { existsSync, readFileSync, statSync } from 'node:fs';
import {
  fromShiViz,
  groupHistories,
  Malformed,
  readGroupHistories,
  readHistory,
  type Doubt,
  type EvidenceRecord,
  type GroupHistory,
} from '@parley/evidence';
import { usage } from './failures';

export const formats = ['lines', 'shiviz'] as const;
/** How a history is written: our lines of JSON, or ShiViz's log with vector clocks. */
export type Format = (typeof formats)[number];

/** What is no history is told as wrong usage: exit code 2. */
const orUsage = <T>(read: () => T): T => {
  try {
    return read();
  } catch (error) {
    throw error instanceof Malformed ? usage(error.message) : error;
  }
};

const linesOf = (file: string): EvidenceRecord[] => {
  if (!existsSync(file)) throw usage(`There is no file ${file}.`);
  if (statSync(file).isDirectory()) return readHistory(file);
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      if (line === '') return [];
      try {
        return [JSON.parse(line) as EvidenceRecord];
      } catch {
        throw usage(`${file}, line ${index + 1}: broken record: ${line.slice(0, 80)}`);
      }
    });
};

/** The records of these files, or folders of them, and what is odd in them. */
export const recordsIn = (files: string[], format: Format): { records: EvidenceRecord[]; doubts: Doubt[] } =>
  orUsage(() => {
    if (format === 'lines') return { records: files.flatMap(linesOf), doubts: [] };
    const read = files.map((file) => {
      if (!existsSync(file)) throw usage(`There is no file ${file}.`);
      return fromShiViz(readFileSync(file, 'utf8'));
    });
    return { records: read.flatMap(({ records }) => records), doubts: read.flatMap(({ doubts }) => doubts) };
  });

/** The histories of groups in them, one a run and group. */
export const historiesIn = (files: string[], format: Format): { histories: GroupHistory[]; doubts: Doubt[] } => {
  // Lines are read as a stream: a history may be larger than the memory.
  const { records, doubts } = format === 'lines' ? { records: [], doubts: [] } : recordsIn(files, format);
  const histories = orUsage(() => (format === 'lines' ? readGroupHistories(files) : groupHistories(records)));
  if (histories.length === 0) throw usage(`No group's history in ${files.join(', ')}.`);
  return { histories, doubts };
};
