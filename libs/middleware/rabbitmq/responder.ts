import { Fatal, kindOf } from '@parley/faults';
import type { Consumer, ConsumeOptions, Handler } from './consumer';
import type { Delivery } from './delivery';
import type { Log } from './link';
import type { Publication, Publisher } from './publisher';
import { isDirect } from './direct-replies';

/** What a reply is made of; where it goes and which request it answers is not its maker's matter. */
export type Reply = Omit<Publication, 'exchange' | 'routingKey' | 'replyTo' | 'correlationId' | 'mandatory'>;

/** Makes the reply to a request. An error that it throws leaves the request where it was (see `consume`). */
export type Answer = (request: Delivery) => Promise<Reply>;

export type RespondOptions = ConsumeOptions;

interface Surroundings {
  publisher: Publisher;
  consume(options: ConsumeOptions, handler: Handler): Consumer;
  log: Log;
}

const wasUnroutable = (error: unknown): boolean => error instanceof Fatal && error.reason === 'unroutable';

/**
 * Takes requests from a queue; the reply goes to the queue that the request names, and only when the broker has it the
 * request is acknowledged. A reply that nobody waits for any more is logged and forgotten. A request that names no queue
 * is a dead letter, `no-reply-to`.
 */
export const respond = ({ publisher, consume, log }: Surroundings, options: RespondOptions, answer: Answer): Consumer =>
  consume(options, async (request) => {
    const { replyTo, correlationId } = request;
    if (replyTo === '') throw new Fatal('a request that names no queue for its reply', { reason: 'no-reply-to' });
    const reply = await answer(request);
    // The broker calls every direct reply unroutable, also one that arrives.
    const mandatory = !isDirect(replyTo);
    try {
      await publisher.publish({ ...reply, exchange: '', routingKey: replyTo, correlationId, mandatory });
    } catch (error) {
      if (!wasUnroutable(error)) throw error;
      log('nobody waits for this reply any more', { replyTo, correlationId, kind: kindOf(error) });
    }
  });
