import type { Collected, Log } from './collect';
import { Malformed } from './malformed';

const sorted = (log: Log): void => {
  const order = log.seqs.map((_, index) => index).sort((a, b) => log.seqs[a]! - log.seqs[b]!);
  for (const column of ['kinds', 'refs', 'seqs'] as const) log[column] = order.map((index) => log[column][index]!);
};

/**
 * Puts every incarnation's records in their local order. Throws Malformed where two have one number, or one is missing:
 * a history with a hole would convict the innocent.
 */
export const putInOrder = ({ incarnations }: Collected): void => {
  for (const { process, inc, seqs, lines, file, inOrder, logs } of incarnations.values()) {
    if (inOrder) continue;
    const order = seqs.map((_, index) => index).sort((a, b) => seqs[a]! - seqs[b]! || lines[a]! - lines[b]!);
    order.forEach((index, place) => {
      const [seq, line] = [seqs[index]!, lines[index]!];
      if (seq === place + 1) return;
      const of = `of ${process} (${inc})`;
      if (seq <= place) throw new Malformed(`record ${seq} ${of} is there twice`, { line, file });
      throw new Malformed(`record ${seq} ${of} follows ${place}: ${seq - place - 1} missing`, { line, file });
    });
    for (const log of logs.values()) sorted(log);
  }
};
