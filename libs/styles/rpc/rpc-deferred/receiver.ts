import { Fatal } from '@parley/faults';
import { grpcClient, grpcService, serveGrpc } from '@parley/middleware/grpc';
import { noteOf, type Message, type OpenReceiver } from '@parley/roles';
import { listenOn, reachedAt, targetOf } from '../address';
import { isBadInput } from '../desk';
import { openJobs } from '../jobs';
import { failureOf } from '../outcome';
import { collectName, submissionsName, type CollectDefinition, type SubmissionsDefinition } from '../submissions';
import { fromWire, toWire } from '../wire';
import { style } from './style';

/** The callers' own servers, a connection each, as long as they are used. */
const openCallers = (deadlineMs: number) => {
  const open = new Map<string, ReturnType<typeof grpcClient<CollectDefinition>>>();
  return {
    at: (address: string) => {
      const known = open.get(address);
      if (known) return known;
      const caller = grpcClient<CollectDefinition>(collectName, targetOf([address]), { deadlineMs });
      open.set(address, caller);
      const [oldest] = open.keys();
      if (open.size > 100 && oldest !== undefined) {
        open.get(oldest)?.close();
        open.delete(oldest);
      }
      return caller;
    },
    close: () => {
      for (const caller of open.values()) caller.close();
    },
  };
};

/** The server: gives the receipt, runs the procedure, and calls the caller back with what came of it. */
export const openReceiver: OpenReceiver = async ({ bind, deadlineMs }, application) => {
  const jobs = openJobs(deadlineMs);
  const callers = openCallers(deadlineMs);

  /** A result that is repeated is the same result: the second finds nobody waiting. */
  const callBack = async (request: Message, caller: string, run: Promise<Message>): Promise<void> => {
    const outcome = await run.then(
      (result) => ({ result: toWire(result), message: result }),
      (error: unknown) => ({ failure: failureOf(error), message: undefined }),
    );
    const { message, ...answer } = outcome;
    if (message) noteOf(style.id, 'sent', message);
    await callers.at(caller).Result({ id: request.id, ...answer }, { idempotent: true });
  };

  const told = (id: string) => (cause: unknown) => {
    const text = `${id} failed after its receipt`;
    application.refused(isBadInput(cause) ? cause : new Fatal(text, { reason: 'failed', cause }));
  };

  /** Runs the procedure; the worker is free when it has ended, whatever becomes of the call-back. */
  const work = async (message: Message, caller: string): Promise<void> => {
    const { id } = message;
    if (!caller) return (async () => application.notify(message))().catch(told(id));
    const running = (async () => application.reserve(message))();
    running.catch((error: unknown) => isBadInput(error) && application.refused(error));
    // The caller may have gone: it settles by its own deadline.
    jobs.besides(callBack(message, caller, running).catch(told(id)));
    await running;
  };

  const received = (wire: Parameters<typeof fromWire>[0]): Message => {
    try {
      return fromWire(wire);
    } catch (error) {
      if (isBadInput(error)) application.refused(error);
      throw error;
    }
  };
  const service = grpcService<SubmissionsDefinition>(submissionsName, {
    Submit: async ({ message: wire, callBack: caller }) => {
      const message = received(wire);
      jobs.take(() => work(message, caller));
      noteOf(style.id, 'received', message);
      return { id: message.id };
    },
  });
  const address = listenOn(bind);
  const server = await serveGrpc({ address, services: [service], serving: true, refused: application.refused });
  const close = async () => {
    await server.drain(deadlineMs);
    await jobs.idle(deadlineMs);
    callers.close();
  };
  let closing: Promise<void> | undefined;
  return { addresses: [reachedAt(address, server.port)], close: () => (closing ??= close()) };
};
