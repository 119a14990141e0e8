import type { DeadLettersDefinition } from '@parley/contracts/generated/parley/control/v1/DeadLetters';
import { grpcService, rpcError } from '@parley/middleware/grpc';
import type { Rabbit } from '@parley/middleware/rabbitmq';
import { deadOutbox, redriveOutbox } from '@parley/store';
import { queue } from './milestones.queue';
import type { OrdersStore } from './orders.store';

const channels = ['rabbitmq', 'kafka', 'grpc'] as const;
const mostShown = 100;

/** Dead outbox rows are shown like a queue, one a channel. */
const outboxOf = (channel: string) => `orders.outbox.${channel}`;
const channelOf = (name: string) => channels.find((channel) => outboxOf(channel) === name);

const noQueue = (name: string) => rpcError('NOT_FOUND', `orders has no queue ${name}`, { reason: 'no-queue' });

/** What could not be taken from the queue of milestones, and what could not be sent; `Redrive` tries it again. */
export const deadLetters = (store: OrdersStore, { deadLetters: letters }: Pick<Rabbit, 'deadLetters'>) =>
  grpcService<DeadLettersDefinition>('parley.control.v1.DeadLetters', {
    List: async () => {
      const [own] = await letters.list([queue]);
      const outboxes = await Promise.all(
        channels.map(async (channel) => ({
          queue: outboxOf(channel),
          depth: (await deadOutbox(store, channel, 10_000)).length,
        })),
      );
      return { queues: [{ queue, depth: own?.messages ?? 0 }, ...outboxes] };
    },

    Show: async ({ queue: name, limit }) => {
      const most = Math.min(limit || mostShown, mostShown);
      if (name === queue) {
        const found = await letters.show(queue, most);
        return {
          letters: found.map(({ deadAt, headers, ...letter }) => ({
            ...letter,
            at: deadAt,
            traceparent: headers.traceparent ?? '',
          })),
        };
      }
      const channel = channelOf(name);
      if (!channel) throw noQueue(name);
      const rows = await deadOutbox(store, channel, most);
      return {
        letters: rows.map(({ id, type, contentType, body, reason, cause, attempts, at, trace }) => ({
          messageId: id,
          type,
          contentType,
          body,
          reason,
          cause,
          attempts,
          at,
          traceparent: trace.traceparent ?? '',
        })),
      };
    },

    Redrive: async ({ queue: name, limit }) => {
      if (name === queue) return { redriven: await letters.redrive(queue, limit || Infinity) };
      const channel = channelOf(name);
      if (!channel) throw noQueue(name);
      return { redriven: await redriveOutbox(store, channel, limit) };
    },
  });
