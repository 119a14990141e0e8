import type { DeadLettersDefinition } from '@parley/contracts/generated/parley/control/v1/DeadLetters';
import { grpcService, rpcError } from '@parley/middleware/grpc';
import type { Rabbit } from '@parley/middleware/rabbitmq';
import { queue } from './notices.queue';

const mostShown = 100;

const assertOwn = (name: string) => {
  if (name !== queue) throw rpcError('NOT_FOUND', `inventory has no queue ${name}`, { reason: 'no-queue' });
};

/** Notices that could not be taken; `Redrive` tries them again. */
export const deadLetters = ({ deadLetters: letters }: Pick<Rabbit, 'deadLetters'>) =>
  grpcService<DeadLettersDefinition>('parley.control.v1.DeadLetters', {
    List: async () => {
      const found = await letters.list([queue]);
      return { queues: found.map(({ messages }) => ({ queue, depth: messages })) };
    },
    Show: async ({ queue: name, limit }) => {
      assertOwn(name);
      const found = await letters.show(queue, Math.min(limit || mostShown, mostShown));
      return {
        letters: found.map(({ deadAt, headers, ...letter }) => ({
          ...letter,
          at: deadAt,
          traceparent: headers.traceparent ?? '',
        })),
      };
    },
    Redrive: async ({ queue: name, limit }) => {
      assertOwn(name);
      return { redriven: await letters.redrive(queue, limit || Infinity) };
    },
  });
