import { ensureQueue, type SqsQueueUrls } from '@parley/middleware/sqs';
import type { AwsPlace } from '@parley/middleware/sqs';

/**
 * A standard queue. What a receiver holds is hidden from the others for 3 s at a time, and hidden again while it works;
 * the default would be 30 s, and that long one would wait for what a dead receiver held.
 */
export const queue = { name: 'notices', visibilityS: 3, maxReceives: 5 };

/** Bytes of the largest body: in base64 it leaves 16 KiB of the 256 for attributes. */
export const maxBytes = 180 * 1024;

/** Makes the queue and its dead letters, unless they are there. */
export const queueAt = (place: AwsPlace, deadlineMs: number): Promise<SqsQueueUrls> =>
  ensureQueue(place, queue, Math.max(deadlineMs, 5000));
