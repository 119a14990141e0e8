import type { Connection, EventContext, Receiver } from 'rhea';
import { openHands, openLink, type TakingOptions } from '../brokered';
import { dialAmqp1, lasting, type ConnectionOptions } from './connection';
import { received, type Amqp1Message } from './messages';
import { openSettling } from './settling';

export interface Amqp1ReceiverOptions<T> extends ConnectionOptions, TakingOptions<Amqp1Message, T> {
  /** The address of the node that is received from. */
  source: string;
  /** Messages in hand and not yet settled, at most. */
  prefetch?: number;
  /**
   * `after handling`, which is the default: the broker keeps a message until its handler has ended (peek and lock).
   * `before sending`: it forgets a message as it sends it (receive and delete); what was in hand dies with the receiver.
   */
  settle?: 'after handling' | 'before sending';
  /** Calls of the handler before a message is rejected; then the broker dead-letters it, where the queue says so. */
  attempts?: number;
  /** `give back`: one that has failed so often is not rejected but tried again by whom the broker chooses, who counts. */
  exhausted?: 'refuse' | 'give back';
}

export interface Amqp1Receiver {
  /** Takes nothing more, lets running handlers end, settles, ends the connection. Twice is once. */
  close(): Promise<void>;
}

/** Opens a receiver; resolves when its link is open. Rejects Fatal where the broker refuses it, else Retryable. */
export async function openAmqp1Receiver<T>(options: Amqp1ReceiverOptions<T>): Promise<Amqp1Receiver> {
  const { source, prefetch = 100, withinMs } = options;
  const hands = openHands(options);
  const presettled = options.settle === 'before sending';

  const settle = openSettling();

  const take = async ({ message, delivery, receiver }: EventContext): Promise<void> => {
    // It goes back as it came: without this it would stay ours until the connection is gone.
    if (hands.isStopped()) return presettled ? undefined : settle('released', () => delivery!.release());
    const handled = await hands.take(() => received(message!));
    // A link that is gone meanwhile takes its deliveries with it: the broker hands them out again.
    if (presettled || receiver!.is_closed()) return;
    if (handled.is === 'done') return settle('accepted', () => delivery!.accept());
    // `modified` would say that it has failed; RabbitMQ 3.10 does not know it and ends the session.
    if (handled.is === 'given back') return settle('released', () => delivery!.release());
    const description = handled.error.message.slice(0, 500);
    return settle('rejected', () => delivery!.reject({ condition: 'amqp:internal-error', description }));
  };

  // RabbitMQ counts new credit from when it hears of it, not from the count that comes with it: given while deliveries
  // are under way it would be exceeded. So it is given when all that was given has come.
  const grantor = (receiver: Receiver) => {
    let coming = 0;
    return {
      came: () => void (coming -= 1),
      grant: () => {
        const free = prefetch - hands.count();
        if (free <= 0 || coming > 0 || !receiver.is_open() || hands.isStopped()) return;
        coming = free;
        receiver.add_credit(free);
      },
    };
  };

  const attach = (connection: Connection): Promise<void> =>
    new Promise((resolve) => {
      const opened: Receiver = connection.open_receiver({
        source: { address: source, ...lasting },
        snd_settle_mode: presettled ? 1 : 0,
        rcv_settle_mode: 0,
        // Accepted by the library, a message is gone before anybody has handled it; and its own window gives credit
        // for what has come, not for what is done with.
        autoaccept: false,
        credit_window: 0,
      });
      const { came, grant } = grantor(opened);
      opened.on('message', (context: EventContext) => {
        came();
        hands.hold(take(context), grant);
      });
      opened.once('receiver_open', () => {
        grant();
        resolve();
      });
    });

  const kept = await openLink({ dial: (signal) => dialAmqp1(options, attach, signal), withinMs });
  return { close: () => hands.close(kept) };
}
