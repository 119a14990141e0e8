import type { IMessage } from '@stomp/stompjs';
import type { Fatal } from '@parley/faults';
import { handleOne, openLink, within } from '../brokered';
import { dialStomp, type ConnectionOptions, type StompLine } from './connection';
import { received, type StompMessage } from './messages';

export interface StompReceiverOptions<T> extends ConnectionOptions {
  destination: string;
  /** Further headers of the subscription, e.g. `durable` and `auto-delete` for a topic at RabbitMQ. */
  subscription?: Record<string, string>;
  /** Messages in hand and not yet acknowledged, at most: RabbitMQ's `prefetch-count`, without which there is no limit. */
  prefetch?: number;
  /** Makes a message of what came; what it throws is refused. */
  decode(message: StompMessage): T;
  handle(message: T): Promise<void>;
  /** Told of each input that is thrown away, with the reason. */
  refused(error: Fatal): void;
  /** Calls of the handler before a message is refused; then RabbitMQ dead-letters it, where the queue says so. */
  attempts?: number;
  handlingMs?: number;
  /** How long `close` waits for handlers, in ms; what is left goes back to the queue. */
  drainMs?: number;
  /** How long the first connection is tried for, in ms. */
  withinMs: number;
}

export interface StompReceiver {
  /** Takes nothing more, lets running handlers end, acknowledges, ends the connection. Twice is once. */
  close(): Promise<void>;
}

const id = 'parley';

/** Opens a receiver; resolves when the broker has its subscription. Rejects Fatal where it refuses, else Retryable. */
export async function openStompReceiver<T>(options: StompReceiverOptions<T>): Promise<StompReceiver> {
  const { destination, subscription = {}, prefetch = 100, drainMs = 5000, withinMs } = options;
  const stopped = new AbortController();
  const running = new Set<Promise<void>>();

  const take = async (frame: IMessage): Promise<void> => {
    const decode = () => options.decode(received(frame));
    const handled = await handleOne({ ...options, decode, stopped: stopped.signal });
    // What is given back is not answered: it is the broker's again when the connection ends.
    if (handled.is === 'done') frame.ack();
    if (handled.is === 'refused') frame.nack({ requeue: 'false' });
  };

  const subscribe = async ({ client, receipt }: StompLine): Promise<void> => {
    const taken = receipt('subscribed');
    // Without `client-individual` a message counts as acknowledged as soon as it is sent.
    const own = { id, ack: 'client-individual', 'prefetch-count': String(prefetch), receipt: 'subscribed' };
    client.subscribe(
      destination,
      (frame) => {
        if (stopped.signal.aborted) return;
        const work = take(frame).finally(() => running.delete(work));
        running.add(work);
      },
      { ...subscription, ...own },
    );
    await taken;
  };

  const kept = await openLink({
    dial: (signal) => dialStomp({ ...options, prepare: subscribe }, signal),
    withinMs,
  });
  const close = async (): Promise<void> => {
    stopped.abort();
    await within(Promise.all(running), drainMs);
    await kept.close();
  };
  let closed: Promise<void> | undefined;
  return { close: () => (closed ??= close()) };
}
