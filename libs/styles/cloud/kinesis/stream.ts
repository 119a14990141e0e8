import { ensureStream, maxRecordBytes, type AwsPlace } from '@parley/middleware/kinesis';

/** The stream, after the prefix of the place. */
export const stream = 'events';

/** How many shards it has: what Kafka calls partitions. */
export const shards = 2;

/** Bytes of the largest body: a record has no headers, so ours stand in front of the body, and have 16 KiB for that. */
export const maxBytes = maxRecordBytes - 16 * 1024;

/** Makes the stream, unless it is there. */
export const streamAt = (place: AwsPlace, deadlineMs: number): Promise<void> =>
  ensureStream(place, stream, shards, Math.max(deadlineMs, 5000));
