import type { Channel, GetMessage } from 'amqplib';
import { Fatal, Retryable } from '@parley/faults';
import { type Delivery, deliveryOf } from './delivery';
import { type Link, onOwnChannel, pauseUnless } from './link';

export interface GetOptions {
  /** How long to wait for a message, in ms; default 30 s. */
  deadlineMs?: number;
}

const isNotFound = (error: unknown): boolean => (error as { code?: number } | undefined)?.code === 404;

const orNoQueue = (queue: string, error: unknown): unknown =>
  isNotFound(error) ? new Fatal(`there is no queue ${queue}`, { reason: 'no-queue', cause: error }) : error;

// The channel is closed next, and the broker answers that after the acknowledgement: then the message is gone.
const removed = (channel: Channel, message: GetMessage): Delivery => {
  channel.ack(message);
  return deliveryOf(message);
};

/** Removes the first message if there is one; never waits for one. Fatal `no-queue`. */
export const tryGet = (link: Link, queue: string): Promise<Delivery | undefined> =>
  onOwnChannel(link, async (channel) => {
    const message = await channel.get(queue).catch((error) => {
      throw orNoQueue(queue, error);
    });
    return message ? removed(channel, message) : undefined;
  });

const broken = Symbol('the channel is gone');

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
 * Rejects Retryable when none came in time (then none was removed), Fatal `no-queue`.
 */
export const get = async (link: Link, queue: string, { deadlineMs = 30_000 }: GetOptions = {}): Promise<Delivery> => {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const left = Math.max(0, end - performance.now());
    const got = await onOwnChannel(
      link,
      async (channel) => {
        const message = await first(channel, queue, left);
        return message === undefined || message === broken ? message : removed(channel, message);
      },
      left,
    ).catch((error) => {
      if (isNotFound(error)) throw orNoQueue(queue, error);
      if (link.closing.aborted || performance.now() >= end) throw error;
      return broken;
    });
    if (got === undefined) throw new Retryable(`${queue} stayed empty for ${deadlineMs} ms`);
    if (got !== broken) return got as Delivery;
  }
};
