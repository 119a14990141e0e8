import type { DeadLettersDefinition } from '@parley/contracts/generated/parley/control/v1/DeadLetters';
import { type GrpcService, grpcService, rpcError } from '@parley/middleware/grpc';
import type { Rabbit } from '@parley/middleware/rabbitmq';
import { deadOutbox, redriveOutbox } from '@parley/store';
import { queues } from '@parley/topology';
import type { FulfilmentStore } from './fulfilment.service';

const owned = queues.filter(({ owner }) => owner === 'fulfilment').map(({ name }) => name);

/** What the broker would not take: dead rows of the outbox, named as a queue beside the four of RabbitMQ. */
export const outbox = 'fulfilment.outbox.rabbitmq';

const known = (queue: string): string => {
  if (owned.includes(queue)) return queue;
  throw rpcError('NOT_FOUND', `no queue ${queue} here`, { reason: 'no-queue', metadata: { queue } });
};

/** Letters shown to a caller who sets no limit. */
const shownAtMost = 100;

/** Serves the dead letters of all four queues and of the outbox, whatever role this process has. */
export const deadLettersGrpc = ({ deadLetters }: Rabbit, store: FulfilmentStore): GrpcService =>
  grpcService<DeadLettersDefinition>('parley.control.v1.DeadLetters', {
    List: async () => {
      const letters = await deadLetters.list(owned);
      const unsent = await deadOutbox(store, 'rabbitmq', Number.MAX_SAFE_INTEGER);
      return {
        queues: [
          ...letters.map(({ queue, messages }) => ({ queue, depth: messages })),
          { queue: outbox, depth: unsent.length },
        ],
      };
    },
    Show: async ({ queue, limit }) => {
      if (queue === outbox) {
        const rows = await deadOutbox(store, 'rabbitmq', limit || shownAtMost);
        return {
          letters: rows.map(({ id, trace, ...letter }) => ({
            ...letter,
            messageId: id,
            traceparent: trace.traceparent ?? '',
          })),
        };
      }
      const letters = await deadLetters.show(known(queue), limit || shownAtMost);
      return {
        letters: letters.map(({ deadAt, headers, ...letter }) => ({
          ...letter,
          at: deadAt,
          traceparent: headers.traceparent ?? '',
        })),
      };
    },
    Redrive: async ({ queue, limit }) =>
      queue === outbox
        ? { redriven: await redriveOutbox(store, 'rabbitmq', limit) }
        : { redriven: await deadLetters.redrive(known(queue), limit || Infinity) },
  });
