import type { DeadLettersDefinition } from '@parley/contracts/generated/parley/control/v1/DeadLetters';
import { type GrpcService, grpcService, rpcError } from '@parley/middleware/grpc';
import type { Rabbit } from '@parley/middleware/rabbitmq';
import { type Store, deadOutbox, redriveOutbox } from '@parley/store';
import { queue as milestones } from './milestones.queue';

/** Mails that the mail host refused: dead rows of the outbox, named as a queue beside the one of RabbitMQ. */
export const mails = 'notifications.outbox.smtp';

/** Letters shown to a caller who sets no limit. */
const shownAtMost = 100;

const unknown = (queue: string) =>
  rpcError('NOT_FOUND', `no queue ${queue} here`, { reason: 'no-queue', metadata: { queue } });

/** Serves the dead letters of both directions: milestones that could not be taken, mails that were refused. */
export const deadLettersGrpc = ({ deadLetters }: Rabbit, store: Store): GrpcService =>
  grpcService<DeadLettersDefinition>('parley.control.v1.DeadLetters', {
    List: async () => {
      const [{ messages } = { messages: 0 }] = await deadLetters.list([milestones]);
      const refused = await deadOutbox(store, 'smtp', Number.MAX_SAFE_INTEGER);
      return {
        queues: [
          { queue: milestones, depth: messages },
          { queue: mails, depth: refused.length },
        ],
      };
    },
    Show: async ({ queue, limit }) => {
      if (queue === milestones) {
        const letters = await deadLetters.show(milestones, limit || shownAtMost);
        return {
          letters: letters.map(({ deadAt, headers, ...letter }) => ({
            ...letter,
            at: deadAt,
            traceparent: headers.traceparent ?? '',
          })),
        };
      }
      if (queue !== mails) throw unknown(queue);
      const rows = await deadOutbox(store, 'smtp', limit || shownAtMost);
      return {
        letters: rows.map(({ id, type, contentType, reason, cause, attempts, at, body, trace }) => ({
          messageId: id,
          type,
          contentType,
          reason,
          cause,
          attempts,
          at,
          body,
          traceparent: trace.traceparent ?? '',
        })),
      };
    },
    Redrive: async ({ queue, limit }) => {
      if (queue === milestones) return { redriven: await deadLetters.redrive(milestones, limit || Infinity) };
      if (queue === mails) return { redriven: await redriveOutbox(store, 'smtp', limit) };
      throw unknown(queue);
    },
  });
