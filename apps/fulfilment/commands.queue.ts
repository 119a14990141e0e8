import { type CrashPoint, crashPoint } from '@parley/faults';
import { decode } from '@parley/marshalling';
import type { Consumer, Rabbit } from '@parley/middleware/rabbitmq';
import type { Way } from '@parley/service';
import { tagOrder } from '@parley/tracing';
import { type Incoming, fulfil } from './fulfilment.service';
import type { FulfilmentStore } from './migrations';

/** What a role needs to take its commands. */
export interface Intake {
  rabbit: Rabbit;
  store: FulfilmentStore;
  declinePerMille: number;
  /** Milliseconds before the first repetition; 100 by default. */
  backoffMs?: number;
}

/** A decimal string of the wire as pence. */
export const pence = (amount: string): bigint => BigInt(amount || '0');

/**
 * The way in of one role: takes the queue's messages of `type` in any content type, does each in one transaction and
 * acknowledges after the commit. What can never be done goes to the queue's dead letters.
 */
export function commandQueue<Message>(
  { rabbit, store, declinePerMille, backoffMs = 100 }: Intake,
  queue: string,
  type: string,
  committed: CrashPoint,
  read: (message: Message) => Omit<Incoming, 'queue'>,
): Way {
  let consumer: Consumer | undefined;
  return {
    channel: `rabbitmq ${queue}`,
    start: async () => {
      consumer = rabbit.consume({ queue, prefetch: 32, attempts: 5, backoffMs }, async ({ contentType, body }) => {
        const incoming = { ...read(decode<Message>(type, contentType, body)), queue };
        tagOrder(incoming.command.orderId);
        await fulfil(store, incoming, declinePerMille);
        crashPoint(committed);
      });
      await consumer.ready;
    },
    drain: async () => consumer?.drain(),
  };
}
