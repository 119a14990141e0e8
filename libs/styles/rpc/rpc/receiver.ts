import { grpcService, serveGrpc } from '@parley/middleware/grpc';
import type { OpenReceiver } from '@parley/roles';
import { listenOn, reachedAt } from '../address';
import { openDesk } from '../desk';
import { keyHeader, openOnce } from '../once';
import { toWire } from '../wire';
import { callsName, type CallsDefinition } from './service';

/** The server: runs the procedure while the caller waits, and answers with its result or its error. */
export const openReceiver: OpenReceiver = async ({ bind, deadlineMs }, application) => {
  const desk = openDesk(application);
  const once = openOnce();
  const key = (operation: string, message?: { sender: string; headers?: Record<string, string> } | null) =>
    message?.headers?.[keyHeader] && [operation, message.sender, message.headers[keyHeader]].join('\n');
  const service = grpcService<CallsDefinition>(callsName, {
    Notify: async ({ message }) => {
      await once(key('notify', message) || undefined, () => desk.notify(message));
      return {};
    },
    Reserve: async ({ message }) => ({
      message: toWire(await once(key('reserve', message) || undefined, () => desk.reserve(message))),
    }),
    Echo: async ({ text }) => ({ text }),
  });
  const address = listenOn(bind);
  const server = await serveGrpc({ address, services: [service], serving: true, refused: application.refused });
  let closing: Promise<void> | undefined;
  return {
    addresses: [reachedAt(address, server.port)],
    close: () => (closing ??= server.drain(deadlineMs)),
  };
};
