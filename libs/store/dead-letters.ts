import type { DeadLetter } from '@parley/contracts/generated/parley/control/v1/DeadLetter';
import { sql } from 'kysely';
import { deadOutbox, redriveOutbox } from './outbox';
import type { OutboxMessage } from './outbox';
import type { Store } from './store';

/** What could not be sent on a channel: the dead rows of the outbox, named as a queue. A source of `deadLettersService`. */
export const outboxLetters = <DB>(store: Store<DB>, queue: string, channel: OutboxMessage['channel']) => ({
  queue,

  async depth(): Promise<number> {
    const { db } = store as unknown as Store;
    const dead = db.selectFrom('outbox').where('channel', '=', channel).where('dead_reason', 'is not', null);
    return (await dead.select(sql<number>`count(*)`.as('n')).executeTakeFirstOrThrow()).n;
  },

  async show(limit: number): Promise<DeadLetter[]> {
    const rows = await deadOutbox(store, channel, limit);
    return rows.map(({ id, type, contentType, body, reason, cause, attempts, at, trace }) => {
      const traceparent = trace.traceparent ?? '';
      return { messageId: id, type, contentType, body, reason, cause, attempts, at, traceparent };
    });
  },

  redrive: (limit: number): Promise<number> => redriveOutbox(store, channel, limit),
});
