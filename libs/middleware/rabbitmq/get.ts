import type { Channel, GetMessage } from 'amqplib';
import { kindOf, Retryable } from '@parley/faults';
import { type Delivery, deliveryOf } from './delivery';
import { ofQueue } from './errors';
import { type Link, pauseUnless } from './link';
import { askingMs, onOwnChannel } from './own-channel';

export interface GetOptions {
  /** How long it may take, in ms; default 30 s for `get`, which waits for a message, and 10 s for `tryGet`, which does not. */
  deadlineMs?: number;
}

// The channel is closed next, and the broker answers that after the acknowledgement: then the message is gone.
const removed = (channel: Channel, message: GetMessage): Delivery => {
  channel.ack(message);
  return deliveryOf(message);
};

/**
 * Removes the first message if there is one; never waits for one. Rejects Fatal `no-queue`, `refused`; Retryable where the
 * broker did not answer in time or the channel broke: then none was removed.
 */
export const tryGet = (
  link: Link,
  queue: string,
  { deadlineMs = askingMs }: GetOptions = {},
): Promise<Delivery | undefined> =>
  onOwnChannel(
    link,
    async (channel, over) => {
      const message = await channel.get(queue);
      over.throwIfAborted();
      return message ? removed(channel, message) : undefined;
    },
    deadlineMs,
  ).catch(ofQueue(queue));

const broken = Symbol('the channel is gone');

/** Of the time to wait so much is kept for the broker’s answer that it hands out nothing more, in ms. */
const answerMs = 300;

/** The first message that the broker hands out; undefined when none came in time; `broken` when the channel went away. */
const first = async (channel: Channel, queue: string, ms: number): Promise<GetMessage | undefined | typeof broken> => {
  const waiting = new AbortController();
  let taken: GetMessage | undefined;
  let gone = false;
  const end = () => waiting.abort();
  channel.once('close', () => {
    gone = true;
    end();
  });
  await channel.prefetch(1);
  const { consumerTag } = await channel.consume(queue, (message) => {
    taken = message ? (message as unknown as GetMessage) : undefined;
    gone ||= message === null;
    end();
  });
  await pauseUnless(waiting.signal, ms);
  if (gone) return broken;
  // One may still come until the broker has answered this.
  await channel.cancel(consumerTag);
  return taken;
};

/**
 * Blocks until the queue is not empty, and removes its first message; over a broken connection it goes on waiting.
 * Rejects Retryable when none came in time (then none was removed), Fatal `no-queue`, `refused`.
 */
export const get = async (link: Link, queue: string, { deadlineMs = 30_000 }: GetOptions = {}): Promise<Delivery> => {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const left = Math.max(0, end - performance.now());
    const got = await onOwnChannel(
      link,
      async (channel, over) => {
        const message = await first(channel, queue, left - Math.min(answerMs, left / 4));
        over.throwIfAborted();
        return message === undefined || message === broken ? message : removed(channel, message);
      },
      left,
    ).catch((error: unknown) => {
      if (kindOf(error) === 'fatal' || link.closing.aborted || performance.now() >= end) return ofQueue(queue)(error);
      return broken;
    });
    if (got === undefined) throw new Retryable(`${queue} stayed empty for ${deadlineMs} ms`);
    if (got !== broken) return got as Delivery;
  }
};
