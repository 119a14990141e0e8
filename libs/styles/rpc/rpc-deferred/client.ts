import { Fatal, OutcomeUnknown } from '@parley/faults';
import { grpcClient, grpcService, serveGrpc } from '@parley/middleware/grpc';
import { noteOf, type Message, type Place } from '@parley/roles';
import { listenOn, reachedAt, targetOf } from '../address';
import { errorOf, told } from '../outcome';
import { whenThereIsRoom } from '../patient';
import { collectName, submissionsName, type CollectDefinition, type SubmissionsDefinition } from '../submissions';
import { fromWire, toWire } from '../wire';
import { style } from './style';

interface Waiting {
  resolve(result: Message): void;
  reject(error: unknown): void;
}

/** A call that was received: its result comes later. */
export interface Deferred {
  id: string;
  /** Rejects with what the procedure threw, or with OutcomeUnknown when no call-back came by the deadline. */
  result: Promise<Message>;
}

/**
 * Collects from many: resolves when each of these has its result or its error, in the order given; an error of one takes
 * nothing from the others. Never rejects; over by the latest of their deadlines.
 */
export const collect = (asked: readonly Deferred[]): Promise<PromiseSettledResult<Message>[]> =>
  Promise.allSettled(asked.map(({ result }) => result));

/**
 * A caller with a gRPC server of its own to be called back, and a client for each server that it knows (`connect`).
 * `ask` resolves at the receipt; the results come as they are ready.
 */
export async function openClient({ bind, connect, deadlineMs }: Pick<Place, 'bind' | 'connect' | 'deadlineMs'>) {
  const waiting = new Map<string, Waiting>();
  const counts = { late: 0 };
  const settle = (id: string, how: (one: Waiting) => void): boolean => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (one) how(one);
    else counts.late += 1;
    return one !== undefined;
  };
  const collect = grpcService<CollectDefinition>(collectName, {
    Result: async ({ id, result, failure }) => {
      if (failure) return { awaited: settle(id, ({ reject }) => reject(errorOf(failure))) };
      const message = fromWire(result);
      noteOf(style.id, 'received', message);
      return { awaited: settle(id, ({ resolve }) => resolve(message)) };
    },
  });
  const address = listenOn(bind);
  const server = await serveGrpc({ address, services: [collect], serving: true });
  const callBack = reachedAt(address, server.port);
  const servers = (connect.length > 0 ? connect : ['']).map((one) =>
    grpcClient<SubmissionsDefinition>(submissionsName, targetOf(one ? [one] : []), { deadlineMs }),
  );
  const at = (index: number) => {
    const one = servers[index];
    if (!one) throw new Fatal(`there is no server ${index}`, { reason: 'no-address' });
    return one;
  };

  const submit = async (message: Message, index: number, leftMs: number, back: string) => {
    const wire = toWire(message);
    return told(
      whenThereIsRoom(leftMs, (deadlineMs) => at(index).Submit({ message: wire, callBack: back }, { deadlineMs })),
    );
  };

  return {
    addresses: [callBack],
    /** How many call-backs came for which nobody waited any more. */
    counts,
    /** One way: resolves at the receipt. */
    tell: async (message: Message, { server: index = 0, withinMs = deadlineMs } = {}): Promise<void> => {
      await submit(message, index, withinMs, '');
    },
    /** Resolves at the receipt; both receipt and result come within `withinMs` or not at all. */
    ask: async (request: Message, { server: index = 0, withinMs = deadlineMs } = {}): Promise<Deferred> => {
      const { id } = request;
      const result = new Promise<Message>((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(new OutcomeUnknown(`no call-back for ${id} came within ${withinMs} ms`));
        }, withinMs);
        const done =
          <T>(settled: (value: T) => void) =>
          (value: T) => {
            clearTimeout(timer);
            settled(value);
          };
        // Before the call: the call-back may overtake the receipt.
        waiting.set(id, { resolve: done(resolve), reject: done(reject) });
      });
      // Who never collects it is not told of its failure by a crash.
      result.catch(() => undefined);
      try {
        await submit(request, index, withinMs, targetOf([callBack]));
      } catch (error) {
        settle(id, ({ reject }) => reject(error));
        throw error;
      }
      return { id, result };
    },
    close: async (): Promise<void> => {
      for (const one of servers) one.close();
      await server.drain(500);
    },
  };
}
