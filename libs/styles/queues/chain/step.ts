import type { Message } from '@parley/marshalling';
import { messageOf, publicationOf, type Consumer, type Rabbit } from '@parley/middleware/rabbitmq';
import type { Application } from '@parley/roles';
import { tellingOfBadInput } from '../input';

/** One process of an action that is not the last. */
export interface Step {
  from: string;
  to: string;
  /** What the action makes of a message. An error: it is tried again, in the end it is a dead letter of this action. */
  act(message: Message): Promise<Message>;
  refused: Application['refused'];
  /** Messages that it works on at once; default 10. */
  prefetch?: number;
}

/** Two connections: a broker that is short of memory stops reading from those that put, and must still hear what is taken off. */
export interface Ways {
  take: Rabbit;
  put: Rabbit;
}

/**
 * Takes from its action's queue and puts what the action makes of it into the next one's. Only when that is stored is it
 * taken off here: a process that dies in between doubles a message, and loses none.
 */
export const openStep = ({ take, put }: Ways, { from, to, act, refused, prefetch = 10 }: Step): Consumer => {
  const next = put.publisher();
  const handle = tellingOfBadInput({ refused }, async (delivery) => {
    const done = await act(messageOf(delivery));
    await next.publish({ exchange: '', routingKey: to, ...publicationOf(done) });
  });
  return take.consume({ queue: from, prefetch, anonymous: true, attempts: 3, backoffMs: 50 }, handle);
};
