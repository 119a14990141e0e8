import type { DeadLettersDefinition } from '@parley/contracts/generated/parley/control/v1/DeadLetters';
import { type GrpcService, grpcService, rpcError } from '@parley/middleware/grpc';
import { deadDepth, redriveDead, showDead } from './dead-records.service';
import { contentTypeOf, orderEvent } from './events.domain';
import type { AnalyticsStore } from './sales.service';

/** The dead records of the order topic, named as a queue. */
export const deadLog = 'orders.log';

/** Letters shown to a caller who sets no limit. */
const shownAtMost = 100;

const known = (queue: string): void => {
  if (queue === deadLog) return;
  throw rpcError('NOT_FOUND', `no queue ${queue} here`, { reason: 'no-queue', metadata: { queue } });
};

/** Serves the records of the log that no event could be made of; `message_id` is `topic/partition/offset`. */
export const deadLettersGrpc = (store: AnalyticsStore): GrpcService =>
  grpcService<DeadLettersDefinition>('parley.control.v1.DeadLetters', {
    List: async () => ({ queues: [{ queue: deadLog, depth: await deadDepth(store) }] }),
    Show: async ({ queue, limit }) => {
      known(queue);
      const rows = await showDead(store, limit || shownAtMost);
      return {
        letters: rows.map(({ topic, partition, offset, headers, reason, cause, attempts, at, body }) => {
          const sent = JSON.parse(headers) as Record<string, string>;
          return {
            messageId: `${topic}/${partition}/${offset}`,
            type: sent['ce-type'] ?? orderEvent,
            contentType: contentTypeOf(sent),
            reason,
            cause,
            attempts,
            at,
            body,
            traceparent: sent.traceparent ?? '',
          };
        }),
      };
    },
    Redrive: async ({ queue, limit }) => {
      known(queue);
      return { redriven: await redriveDead(store, limit) };
    },
  });
