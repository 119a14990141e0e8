import type { DeadLetter } from '@parley/contracts/generated/parley/control/v1/DeadLetter';
import type { DeadLettersDefinition } from '@parley/contracts/generated/parley/control/v1/DeadLetters';
import { grpcService, rpcError } from '@parley/middleware/grpc';
import type { GrpcService } from '@parley/middleware/grpc';
import type { DeadLetters } from '@parley/middleware/rabbitmq';

/** A place where messages lie that could not be processed or sent. */
export interface DeadLetterSource {
  /** Its name; unique within a service. */
  queue: string;
  depth(): Promise<number>;
  /** The oldest `limit` letters; they stay. */
  show(limit: number): Promise<DeadLetter[]>;
  /** Tries the oldest `limit` letters again, 0: all; resolves with how many went. */
  redrive(limit: number): Promise<number>;
}

/** The dead letters of one of the broker's queues. */
export const queueLetters = (letters: DeadLetters, queue: string): DeadLetterSource => ({
  queue,

  async depth() {
    const [found] = await letters.list([queue]);
    return found?.messages ?? 0;
  },

  async show(limit) {
    const found = await letters.show(queue, limit);
    return found.map(({ deadAt, headers, ...letter }) => ({
      ...letter,
      at: deadAt,
      traceparent: headers.traceparent ?? '',
    }));
  },

  redrive: (limit) => letters.redrive(queue, limit || Infinity),
});

const mostShown = 100;

/** Serves a service's dead letters. `Show`: at most 100, whatever limit is asked for. NOT_FOUND `no-queue` for others. */
export function deadLettersService(sources: DeadLetterSource[]): GrpcService {
  const sourceOf = (queue: string): DeadLetterSource => {
    const source = sources.find((one) => one.queue === queue);
    if (source) return source;
    throw rpcError('NOT_FOUND', `no queue ${queue} here`, { reason: 'no-queue', metadata: { queue } });
  };
  return grpcService<DeadLettersDefinition>('parley.control.v1.DeadLetters', {
    List: async () => ({
      queues: await Promise.all(sources.map(async ({ queue, depth }) => ({ queue, depth: await depth() }))),
    }),
    Show: async ({ queue, limit }) => ({
      letters: await sourceOf(queue).show(Math.min(limit || mostShown, mostShown)),
    }),
    Redrive: async ({ queue, limit }) => ({ redriven: await sourceOf(queue).redrive(limit) }),
  });
}
