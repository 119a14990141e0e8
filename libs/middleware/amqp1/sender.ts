import type { Connection, Delivery, EventContext, Message, Sender } from 'rhea';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { openLink, openOutbox } from '../brokered';
import { dialAmqp1, lasting, type ConnectionOptions } from './connection';
import { outgoing, type Amqp1Message } from './messages';

export interface Amqp1SenderOptions extends ConnectionOptions {
  /** The address of the node, e.g. `/queue/notices` at RabbitMQ, `notices` at ActiveMQ. */
  target: string;
  /**
   * `unsettled`: the broker says what became of each; `settled`: nobody says anything, and a send is done when it has
   * been handed to the socket.
   */
  settle?: 'unsettled' | 'settled';
  /** How long the first connection is tried for, in ms. */
  withinMs: number;
}

export interface Amqp1Sender {
  /**
   * Resolves when the broker has accepted it: RabbitMQ does when it is stored. Rejects within `deadlineMs`: Retryable,
   * Fatal (`rejected`, `header`, `closed`) or OutcomeUnknown. The message may be changed as soon as it has returned.
   */
  send(message: Amqp1Message, deadlineMs: number): Promise<void>;
  /** Takes nothing more, lets everything settle, ends the connection. Twice is once. */
  close(): Promise<void>;
}

const outcomes = ['accepted', 'rejected', 'released', 'modified'] as const;
type Named = (typeof outcomes)[number];

const errorOf = (outcome: Named, delivery: Delivery): Error | undefined => {
  if (outcome === 'accepted') return undefined;
  const { error } = (delivery.remote_state ?? {}) as { error?: { description?: string } };
  if (outcome === 'rejected')
    return new Fatal(`rejected: ${error?.description ?? 'no reason given'}`, { reason: 'rejected' });
  return new Retryable(`the broker has given it back: ${outcome}`);
};

/** Opens a sender; resolves when its link is open. Rejects Fatal where the broker refuses it, else Retryable. */
export async function openAmqp1Sender(options: Amqp1SenderOptions): Promise<Amqp1Sender> {
  const { target, settle: mode = 'unsettled', withinMs } = options;
  const isSettled = mode === 'settled';
  let link: Sender | undefined;
  let pending = new Map<Delivery, (error?: Error) => void>();

  const outbox = openOutbox<Message>({
    window: 500,
    roomBytes: 256 * 1024 * 1024,
    way: {
      isOpen: () => link?.sendable() ?? false,
      hand: (message, settle) => {
        const delivery = link!.send(message);
        if (isSettled) setImmediate(settle);
        else pending.set(delivery, settle);
      },
    },
  });

  const attach = (connection: Connection): Promise<void> =>
    new Promise((resolve) => {
      const opened = connection.open_sender({
        target: { address: target, ...lasting },
        snd_settle_mode: isSettled ? 1 : 0,
        treat_modified_as_released: false,
      } as Parameters<Connection['open_sender']>[0]);
      for (const outcome of outcomes)
        opened.on(outcome, ({ delivery }: EventContext) => {
          const settle = pending.get(delivery!);
          pending.delete(delivery!);
          settle?.(errorOf(outcome, delivery!));
        });
      opened.on('settled', ({ delivery }: EventContext) => {
        // An outcome comes before; settled without one is the broker forgetting it.
        const settle = pending.get(delivery!);
        pending.delete(delivery!);
        settle?.(new OutcomeUnknown('the broker has settled it without an outcome'));
      });
      opened.on('sendable', () => {
        if (link === undefined) {
          link = opened;
          resolve();
        }
        outbox.pump();
      });
    });

  const kept = await openLink({
    dial: (signal) => dialAmqp1(options, attach, signal),
    opened: () => outbox.pump(),
    lost: (why) => {
      link = undefined;
      pending = new Map();
      outbox.lost(why);
    },
    refused: outbox.refuse,
    withinMs,
  });

  let closed: Promise<void> | undefined;
  return {
    send: async (message, deadlineMs) => outbox.submit(outgoing(message), message.body.length, deadlineMs),
    close: () => (closed ??= outbox.close().then(() => kept.close())),
  };
}
