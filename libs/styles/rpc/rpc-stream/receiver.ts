import { OutcomeUnknown } from '@parley/faults';
import type { ConverseRequest__Output as Asked } from '@parley/contracts/generated/parley/styles/v1/ConverseRequest';
import { grpcService, rpcError, serveGrpc } from '@parley/middleware/grpc';
import type { OpenReceiver } from '@parley/roles';
import { listenOn, reachedAt } from '../address';
import { openDesk } from '../desk';
import { failureOf } from '../outcome';
import { toWire } from '../wire';
import { streamsName, type StreamsDefinition } from './service';
import { openTurns } from './turns';

/** What has not ended by then is left alone: it would hold up all that comes behind it. */
const within = <T>(ms: number, id: string, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new OutcomeUnknown(`${id} had not ended after ${ms} ms`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });

/** The server: takes what comes on a stream one after the other, and answers each when its procedure has ended. */
export const openReceiver: OpenReceiver = async ({ bind, deadlineMs }, application) => {
  const desk = openDesk(application);
  const openTurn = openTurns();

  const answer = async ({ message, wantsResult }: Asked) => {
    const id = message?.id ?? '';
    try {
      if (!wantsResult) await within(deadlineMs, id, desk.notify(message));
      return wantsResult ? { id, result: toWire(await within(deadlineMs, id, desk.reserve(message))) } : { id };
    } catch (error) {
      return { id, failure: failureOf(error) };
    }
  };

  const service = grpcService<StreamsDefinition>(streamsName, {
    Converse: async function* (requests) {
      const takeTurn = openTurn();
      for await (const request of requests) {
        takeTurn(request.message?.sender ?? '');
        yield await answer(request);
      }
    },
    Upload: async (requests) => {
      let processed = 0;
      for await (const { message, last } of requests) {
        if (message) await desk.notify(message);
        if (message) processed += 1;
        if (last) return { processed: `${processed}` };
      }
      throw rpcError('ABORTED', `the stream ended after ${processed} and without its last`, { reason: 'cut-off' });
    },
    Feed: async function* ({ from, count, size }) {
      const body = Buffer.alloc(Math.min(Number(size), 1024 * 1024));
      for (let n = 0; n < Number(count); n += 1) yield { number: `${Number(from) + n}`, body };
    },
  });
  const address = listenOn(bind);
  const server = await serveGrpc({ address, services: [service], serving: true, refused: application.refused });
  let closing: Promise<void> | undefined;
  return {
    addresses: [reachedAt(address, server.port)],
    close: () => (closing ??= server.drain(deadlineMs)),
  };
};
