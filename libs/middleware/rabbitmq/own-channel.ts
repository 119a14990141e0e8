import type { Channel } from 'amqplib';
import { Retryable } from '@parley/faults';
import { typedError } from './errors';
import { closeChannel, type Link, pauseUnless } from './link';

/** For what is asked for on a channel of its own, in ms: the wait for a connection counts. */
export const askingMs = 10_000;
const closingMs = 2000;

/**
 * Runs `work` on a channel of its own, so that an error of it closes nobody else's. Rejects typed, within `withinMs`: then
 * the channel is closed, what was handed out on it goes back to its queue, and `work` must acknowledge nothing any more
 * (`over`).
 */
export const onOwnChannel = async <T>(
  link: Link,
  work: (channel: Channel, over: AbortSignal) => Promise<T>,
  withinMs = askingMs,
): Promise<T> => {
  const end = performance.now() + withinMs;
  const done = new AbortController();
  const over = new AbortController();
  const late = pauseUnless(done.signal, withinMs).then((isDone): never => {
    if (!isDone) over.abort();
    throw new Retryable(isDone ? 'over' : `the broker did not answer within ${Math.round(withinMs)} ms`);
  });
  late.catch(() => undefined);
  let channel: Channel | undefined;

  const run = async (): Promise<T> => {
    const connection = await link.connection();
    over.signal.throwIfAborted();
    channel = await connection.createChannel();
    channel.on('error', () => undefined);
    over.signal.throwIfAborted();
    return work(channel, over.signal);
  };

  const running = run();
  try {
    const result = await Promise.race([running, late]);
    // Its answer comes after all that was acknowledged on it.
    await closeChannel(channel!, Math.max(50, Math.min(closingMs, end - performance.now())));
    return result;
  } catch (error) {
    // Not waited for: a broker that does not answer does not answer this either.
    void running
      .catch(() => undefined)
      .finally(() => channel && closeChannel(channel))
      .catch(() => undefined);
    if (channel) void closeChannel(channel);
    throw typedError(error);
  } finally {
    done.abort();
  }
};
