import type { IMessage } from '@stomp/stompjs';
import { openHands, openLink, type TakingOptions } from '../brokered';
import { dialStomp, type ConnectionOptions, type StompLine } from './connection';
import { received, type StompMessage } from './messages';

export interface StompReceiverOptions<T> extends ConnectionOptions, Omit<TakingOptions<StompMessage, T>, 'exhausted'> {
  destination: string;
  /** Further headers of the subscription, e.g. `durable` and `auto-delete` for a topic at RabbitMQ. */
  subscription?: Record<string, string>;
  /** Messages in hand and not yet acknowledged, at most: RabbitMQ's `prefetch-count`, without which there is no limit. */
  prefetch?: number;
  /** Calls of the handler before a message is refused; then RabbitMQ dead-letters it, where the queue says so. */
  attempts?: number;
}

export interface StompReceiver {
  /** Takes nothing more, lets running handlers end, acknowledges, ends the connection. Twice is once. */
  close(): Promise<void>;
}

const id = 'parley';

/** Opens a receiver; resolves when the broker has its subscription. Rejects Fatal where it refuses, else Retryable. */
export async function openStompReceiver<T>(options: StompReceiverOptions<T>): Promise<StompReceiver> {
  const { destination, subscription = {}, prefetch = 100, withinMs } = options;
  const hands = openHands(options);

  const take = async (frame: IMessage): Promise<void> => {
    const handled = await hands.take(() => received(frame));
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
        if (!hands.isStopped()) hands.hold(take(frame));
      },
      { ...subscription, ...own },
    );
    await taken;
  };

  const kept = await openLink({
    dial: (signal) => dialStomp({ ...options, prepare: subscribe }, signal),
    withinMs,
  });
  return { close: () => hands.close(kept) };
}
