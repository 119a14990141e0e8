import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EvidenceRecord } from './record';

const parse = (file: string, line: string, last: boolean): EvidenceRecord[] => {
  if (line === '') return [];
  try {
    return [JSON.parse(line)];
  } catch (error) {
    // A process killed within its write leaves half a line, and nothing after it.
    if (last) return [];
    throw new Error(`${file} holds a broken record: ${line.slice(0, 80)}`, { cause: error });
  }
};

/** Compares by monotonic time, and within one process by number. */
export const byTime = (a: EvidenceRecord, b: EvidenceRecord): number => {
  // Whole numbers in decimal, compared as text: a history that grows is put in order again and again.
  if (a.mono === b.mono) return a.inc === b.inc ? a.seq - b.seq : 0;
  if (a.mono.length !== b.mono.length) return a.mono.length - b.mono.length;
  return a.mono < b.mono ? -1 : 1;
};

/**
 * Every record in a folder, of all processes, by monotonic time (which is one clock for all processes of a host).
 * A folder that is not there is an empty history. Throws on a broken record that is not the last of its file.
 */
export const readHistory = (dir: string): EvidenceRecord[] => {
  if (!existsSync(dir)) return [];
  const files = readdirSync(dir).filter((file) => file.endsWith('.jsonl'));
  return files
    .flatMap((file) => {
      const lines = readFileSync(join(dir, file), 'utf8').split('\n');
      return lines.flatMap((line, index) => parse(file, line, index === lines.length - 1));
    })
    .sort(byTime);
};
