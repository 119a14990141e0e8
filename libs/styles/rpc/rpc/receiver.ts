import type { Message__Output as Wire } from '@parley/contracts/generated/parley/styles/v1/Message';
import { grpcService, serveGrpc } from '@parley/middleware/grpc';
import type { OpenReceiver } from '@parley/roles';
import { listenOn, reachedAt } from '../address';
import { openDesk } from '../desk';
import { contentOf, keyHeader, openOnce, type Keyed } from '../once';
import { toWire } from '../wire';
import { callsName, type CallsDefinition } from './service';

/** The server: runs the procedure while the caller waits, and answers with its result or its error. */
export const openReceiver: OpenReceiver = async ({ bind, deadlineMs }, application) => {
  const desk = openDesk(application);
  const once = openOnce();
  const keyed = (operation: string, message?: Wire | null): Keyed => ({
    key: message?.headers?.[keyHeader] && [operation, message.sender, message.headers[keyHeader]].join('\n'),
    content: message ? contentOf(message) : '',
  });
  const service = grpcService<CallsDefinition>(callsName, {
    Notify: async ({ message }) => {
      await once(keyed('notify', message), () => desk.notify(message));
      return {};
    },
    Reserve: async ({ message }) => ({
      message: toWire(await once(keyed('reserve', message), () => desk.reserve(message))),
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
