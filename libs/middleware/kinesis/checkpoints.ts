import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** How far one consumer has come in each shard, by the shard's id. */
export interface Checkpoints {
  of(shard: string): string | undefined;
  /** Resolves when it is kept. */
  reached(shard: string, sequenceNumber: string): Promise<void>;
}

interface Kept {
  stream: string;
  shards: Record<string, string>;
}

/** What a file says of this stream; nothing where it speaks of another one, or was cut off, or is not there. */
const read = async (file: string, stream: string): Promise<Kept> => {
  try {
    const kept = JSON.parse(await readFile(file, 'utf8')) as Kept;
    if (kept.stream === stream && typeof kept.shards === 'object') return kept;
  } catch {
    // From the beginning, then: rather twice than never.
  }
  return { stream, shards: {} };
};

/**
 * Checkpoints in a file of the consumer's own: Kinesis keeps none (Amazon's client library has a table in DynamoDB for
 * them). `stream` tells apart streams that had the same name. A crash leaves the file as it was before or after.
 */
export async function openCheckpoints(file: string, stream: string): Promise<Checkpoints> {
  await mkdir(dirname(file), { recursive: true });
  const kept = await read(file, stream);
  let writing = Promise.resolve();
  const write = async (): Promise<void> => {
    await writeFile(`${file}.new`, JSON.stringify(kept));
    await rename(`${file}.new`, file);
  };
  return {
    of: (shard) => kept.shards[shard],
    reached: (shard, sequenceNumber) => {
      kept.shards[shard] = sequenceNumber;
      writing = writing.catch(() => undefined).then(write);
      return writing;
    },
  };
}
