import { closeSync, existsSync, openSync, readSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { byTime } from './read';
import type { EvidenceRecord } from './record';

/** A history that is still being written. */
export interface Tail {
  /** Every whole record so far, by monotonic time. Reads only what is new since the last call. */
  read(): EvidenceRecord[];
}

const newBytes = (file: string, from: number): Buffer => {
  const descriptor = openSync(file, 'r');
  try {
    const pieces: Buffer[] = [];
    for (let at = from; ;) {
      const piece = Buffer.alloc(256 * 1024);
      const length = readSync(descriptor, piece, 0, piece.length, at);
      if (length === 0) return Buffer.concat(pieces);
      pieces.push(piece.subarray(0, length));
      at += length;
    }
  } finally {
    closeSync(descriptor);
  }
};

/**
 * Follows the history in a folder while its processes write it. A line that is not whole yet waits for the next call.
 * Throws on a whole line that is no record.
 */
export function tailHistory(dir: string): Tail {
  const offsets = new Map<string, number>();
  const history: EvidenceRecord[] = [];
  const readOn = (name: string): number => {
    const from = offsets.get(name) ?? 0;
    const bytes = newBytes(join(dir, name), from);
    const whole = bytes.lastIndexOf(10) + 1;
    if (whole === 0) return 0;
    offsets.set(name, from + whole);
    const lines = bytes.toString('utf8', 0, whole).split('\n');
    return history.push(...lines.flatMap((line) => (line === '' ? [] : [JSON.parse(line) as EvidenceRecord])));
  };
  return {
    read: () => {
      if (!existsSync(dir)) return history;
      const before = history.length;
      for (const name of readdirSync(dir)) if (name.endsWith('.jsonl')) readOn(name);
      if (history.length > before) history.sort(byTime);
      return history;
    },
  };
}
