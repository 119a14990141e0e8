import { setMaxListeners } from 'node:events';
import type { Channel, ConsumeMessage } from 'amqplib';
import { Fatal, kindOf, OutcomeUnknown } from '@parley/faults';
import { currentTraceId, span } from '@parley/tracing';
import { type EvidenceEvent, evidenceOn, note } from '@parley/evidence';
import { bury } from './dead-letters';
import { type Delivery, deliveryOf } from './delivery';
import { backoffMs as reopenAfterMs, channelGone, closeChannel, type Link, pauseUnless } from './link';
import type { Publisher } from './publisher';

export type { Delivery };
export type Handler = (delivery: Delivery) => Promise<void>;

export interface ConsumeOptions {
  queue: string;
  /** Messages handed out and not yet acknowledged, at most: so many handlers run at once, unless `oneAtATime`. */
  prefetch: number;
  /**
   * One handler after the other, in the order in which the broker hands out; the rest of the prefetch waits at hand. One
   * that is tried again holds up those behind it.
   */
  oneAtATime?: boolean;
  /** Whether a message without message-id reaches the handler; else it is dead at once, as nobody can tell it from its double. */
  anonymous?: boolean;
  /** Calls of the handler before a message is dead; default 5. */
  attempts?: number;
  /** Before the second attempt; doubles from there. Default 100 ms, at most 10 s. */
  backoffMs?: number;
  /** A handler that takes longer counts as failed; default 30 s; 0: no limit. */
  timeoutMs?: number;
  /** How often an idle subscription asks whether it has been forgotten; default 5 s. */
  checkMs?: number;
  /** How long `drain` waits for handlers; default 5 s. What is left goes back to the queue. */
  drainMs?: number;
  /** Called when a subscription is gone and another is sought: what was handed out on it is the broker's again. */
  lost?: () => void;
}

export interface Consumer {
  /** Resolves when the broker has taken the subscription for the first time, or at the drain. */
  ready: Promise<void>;
  /** Stops the intake, lets running handlers end, acknowledges, closes. Nothing is lost: what is not done goes back. */
  drain(): Promise<void>;
}

const maxBackoffMs = 10_000;

interface Subscription {
  channel: Channel;
  closed(): boolean;
}

/** Acknowledges at most once, on the channel that delivered; afterwards, and when that is gone, nothing: false. */
const settler = ({ channel, closed }: Subscription, message: ConsumeMessage) => {
  let open = true;
  const once = (act: () => void): boolean => {
    if (!open || closed()) return false;
    open = false;
    try {
      act();
      return true;
    } catch {
      // The channel closed this moment: the broker hands the message out again.
      return false;
    }
  };
  return {
    isOpen: () => open && !closed(),
    ack: () => once(() => channel.ack(message)),
    requeue: () => once(() => channel.nack(message, false, true)),
  };
};

const inTime = async (work: Promise<void>, timeoutMs: number): Promise<void> => {
  if (timeoutMs === 0) return work;
  const done = new AbortController();
  const late = pauseUnless(done.signal, timeoutMs).then((ended) => {
    if (!ended) throw new OutcomeUnknown(`the handler did not end within ${timeoutMs} ms`);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    done.abort();
  }
};

/**
 * Consumes a queue for as long as the link lives: a channel that closes, a consumer that the broker cancels, a queue
 * that is away are all met by subscribing again. A message is acknowledged after `handler` resolves; one that fails is
 * tried again in its place (its prefetch slot stays taken, the others go on); Fatal, or `attempts` used: it goes to
 * `<queue>.dead`, confirmed, and only then is acknowledged here.
 */
export const openConsumer = (
  link: Link,
  deadLetters: Publisher,
  options: ConsumeOptions,
  handler: Handler,
): Consumer => {
  const { queue, prefetch, attempts = 5, backoffMs = 100, timeoutMs = 30_000 } = options;
  const { checkMs = 5000, drainMs = 5000, oneAtATime = false, anonymous = false } = options;
  const running = new Set<Promise<void>>();
  let deliveries = 0;
  const stopped = new AbortController();
  // Each message that waits for its next attempt listens.
  setMaxListeners(0, stopped.signal);
  let unsubscribe: (() => Promise<void>) | undefined;
  let closeSubscription: (() => Promise<void>) | undefined;
  let draining: Promise<void> | undefined;
  let subscribed: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    subscribed = resolve;
  });

  const see = (event: EvidenceEvent, id: string, text?: string) => {
    if (!evidenceOn() || !link.notes) return;
    note({ event, msg: { id }, style: 'rabbitmq', hop: queue, channel: queue, trace: currentTraceId(), note: text });
  };

  const attemptOnce = (delivery: Delivery): Promise<void> =>
    span(
      {
        name: `process ${queue}`,
        kind: 'consumer',
        style: 'rabbitmq',
        channel: queue,
        parent: delivery.trace,
        attributes: {
          'messaging.operation.name': 'process',
          'messaging.message.id': delivery.messageId,
          'messaging.message.body.size': delivery.body.length,
          'parley.attempt': delivery.attempt,
          'parley.redelivered': delivery.redelivered,
        },
      },
      async () => {
        see('delivered', delivery.messageId, delivery.redelivered ? 'redelivered' : undefined);
        if (!delivery.messageId && !anonymous)
          throw new Fatal('a message without message-id', { reason: 'no-message-id' });
        await inTime((async () => handler(delivery))(), timeoutMs);
        see('processed', delivery.messageId);
      },
    );

  const handle = async (subscription: Subscription, message: ConsumeMessage): Promise<void> => {
    const settle = settler(subscription, message);
    if (stopped.signal.aborted) return void settle.requeue();
    // It waited for its turn, and its channel is gone meanwhile: the broker hands it out again.
    if (!settle.isOpen()) return;
    const delivery = deliveryOf(message);
    see('received', delivery.messageId);
    for (let attempt = 1; ; attempt += 1) {
      try {
        await attemptOnce({ ...delivery, attempt });
        if (settle.ack()) see('settled', delivery.messageId);
        return;
      } catch (error) {
        // Gone with its channel: the broker has it again, and it is not ours to try.
        if (!settle.isOpen()) return;
        link.log('message failed', { queue, messageId: delivery.messageId, attempt, error: String(error) });
        const hopeless = kindOf(error) === 'fatal' || attempt >= attempts;
        if (hopeless && (await buried(message, error, attempt))) {
          if (settle.ack()) see('settled', delivery.messageId, 'dead');
          return;
        }
        const waitMs = Math.min(maxBackoffMs, backoffMs * 2 ** (attempt - 1));
        if ((await pauseUnless(stopped.signal, waitMs)) || hopeless) return void settle.requeue();
      }
    }
  };

  const buried = async (message: ConsumeMessage, error: unknown, attempt: number): Promise<boolean> => {
    try {
      await bury(deadLetters, queue, message, error, attempt);
      return true;
    } catch (failure) {
      link.log('no dead letter could be written: the message goes back', { queue, error: String(failure) });
      return false;
    }
  };

  // Of all subscriptions, as a handler may outlive its own.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    if (!oneAtATime) return work();
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  const subscribe = async (channel: Channel): Promise<void> => {
    let closed = false;
    channel.once('close', () => {
      closed = true;
    });
    const subscription = { channel, closed: () => closed };
    await channel.prefetch(prefetch);
    const { consumerTag } = await channel.consume(queue, (message) => {
      // The broker cancels when the queue goes away; the channel stays open and would say nothing ever again.
      if (!message) return void closeChannel(channel);
      deliveries += 1;
      const work = inTurn(() => handle(subscription, message))
        .catch((error) => link.log('delivery not settled', { queue, error: String(error) }))
        .finally(() => running.delete(work));
      running.add(work);
    });
    unsubscribe = async () => {
      await channel.cancel(consumerTag).catch(() => undefined);
    };
  };

  // A quorum queue that is deleted and declared again at once sends no cancel (RabbitMQ 3.10): the broker still lists
  // the consumer, and what it deals to it, as much as the prefetch allows, does not arrive. So: messages wait, we could
  // take some, and twice running none has come. Closing the channel gives them back.
  const watch = (channel: Channel): NodeJS.Timeout => {
    let before = -1;
    return setInterval(async () => {
      const { messageCount } = await channel.checkQueue(queue).catch(() => ({ messageCount: 0 }));
      const starving = messageCount > 0 && running.size < prefetch;
      if (starving && deliveries === before) {
        link.log('subscription forgotten by the broker', { queue, waiting: messageCount });
        void closeChannel(channel);
      }
      before = starving ? deliveries : -1;
    }, checkMs);
  };

  const keepOpen = async () => {
    for (let failures = 0; !stopped.signal.aborted; failures += 1) {
      try {
        const connection = await link.connection();
        const channel = await connection.createChannel();
        channel.on('error', (error) => link.log('consumer channel closed', { queue, error: error.message }));
        const gone = channelGone(connection, channel);
        await subscribe(channel);
        failures = -1;
        subscribed();
        closeSubscription = () => closeChannel(channel);
        if (stopped.signal.aborted) return void (await closeSubscription());
        const watching = watch(channel);
        await gone;
        clearInterval(watching);
        if (!stopped.signal.aborted) options.lost?.();
      } catch (error) {
        if (link.closing.aborted || stopped.signal.aborted) return;
        link.log('not subscribed', { queue, error: String(error) });
      }
      unsubscribe = undefined;
      await pauseUnless(stopped.signal, reopenAfterMs(Math.max(failures, 0)));
    }
  };
  const drain = async (): Promise<void> => {
    stopped.abort();
    await unsubscribe?.();
    const late = new AbortController();
    await Promise.race([Promise.all(running), pauseUnless(late.signal, drainMs)]);
    late.abort();
    await closeSubscription?.();
    subscribed();
  };

  void keepOpen();
  return { ready, drain: () => (draining ??= drain()) };
};
