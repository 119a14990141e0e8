import { open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Fatal } from '@parley/faults';
import {
  type KafkaClient,
  type Position,
  type Sending,
  takeOver,
  type TransactionOptions,
} from '@parley/middleware/kafka';

export interface ImportOptions extends TransactionOptions {
  /** A text file, a line a record, to which more may be appended. */
  file: string;
  /** Where its position is kept: as the offset of a consumer group, though it counts the bytes of the file. */
  position: Position;
  recordOf: (line: string) => Sending;
  /** Lines a transaction, at most; default 100. */
  maxBatch?: number;
}

export interface Import {
  /** How many bytes of the file are in the topic. */
  at(): bigint;
  /** Resolves after `close`; rejects when it has to end before. */
  done: Promise<void>;
  close(): Promise<void>;
}

const chunkBytes = 256 * 1024;

/**
 * Whole lines of a file from a byte on, with the byte after each. The last one, without an end, is still being written.
 * Throws Fatal `too-large` at a line of more than 256 KiB: it would never pass.
 */
async function linesOf(file: string, from: number, most: number): Promise<{ line: string; next: number }[]> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(chunkBytes), position: from });
    const found: { line: string; next: number }[] = [];
    for (let [at, end] = [0, buffer.indexOf(10)]; end >= 0 && end < bytesRead && found.length < most;) {
      found.push({ line: buffer.toString('utf8', at, end), next: from + end + 1 });
      at = end + 1;
      end = buffer.indexOf(10, at);
    }
    if (found.length === 0 && bytesRead === chunkBytes)
      throw new Fatal(`${file} has a line of more than ${chunkBytes} bytes at byte ${from}`, { reason: 'too-large' });
    return found;
  } finally {
    await handle.close();
  }
}

/**
 * Brings a file into a topic and goes on as it grows: each line once, also when the process is killed at any moment, since the
 * records and how far the file was read are one transaction. Resolves when it has taken over from its predecessor.
 */
export async function openImport(client: KafkaClient, options: ImportOptions): Promise<Import> {
  const { file, position, recordOf, maxBatch = 100 } = options;
  const held = await takeOver(client, position, options);
  let closed = false;
  const work = async (): Promise<void> => {
    while (!closed) {
      const lines = await linesOf(file, Number(held.at()), maxBatch);
      const last = lines.at(-1);
      if (!last) await pause(50);
      else
        await held.commit(
          lines.map(({ line }) => recordOf(line)),
          BigInt(last.next),
        );
    }
  };
  const done = work();
  done.catch(() => undefined);
  return {
    at: held.at,
    done,
    close: async () => {
      closed = true;
      await done.catch(() => undefined);
      await held.letGo();
    },
  };
}
