import { Fatal } from '@parley/faults';
import { grpcService, serveGrpc } from '@parley/middleware/grpc';
import { noteOf, type Application, type Message, type OpenReceiver } from '@parley/roles';
import { listenOn, reachedAt } from '../address';
import { isBadInput } from '../desk';
import { openJobs } from '../jobs';
import { submissionsName, type SubmissionsDefinition } from '../submissions';
import { fromWire } from '../wire';
import { style } from './style';

/** Nobody waits for a result any more: what fails now is told to the application, and to nobody else. */
const run = async (application: Application, message: Message): Promise<void> => {
  try {
    await application.notify(message);
  } catch (cause) {
    const text = `${message.id} failed after its receipt`;
    application.refused(isBadInput(cause) ? cause : new Fatal(text, { reason: 'failed', cause }));
  }
};

/** The server: gives the receipt as soon as it has the call, and runs the procedure afterwards. */
export const openReceiver: OpenReceiver = async ({ bind, deadlineMs }, application) => {
  const jobs = openJobs(deadlineMs);
  const received = (wire: Parameters<typeof fromWire>[0]): Message => {
    try {
      return fromWire(wire);
    } catch (error) {
      if (isBadInput(error)) application.refused(error);
      throw error;
    }
  };
  const service = grpcService<SubmissionsDefinition>(submissionsName, {
    Submit: async ({ message: wire }) => {
      const message = received(wire);
      jobs.take(() => run(application, message));
      noteOf(style.id, 'received', message);
      return { id: message.id };
    },
  });
  const address = listenOn(bind);
  const server = await serveGrpc({ address, services: [service], serving: true, refused: application.refused });
  let closing: Promise<void> | undefined;
  return {
    addresses: [reachedAt(address, server.port)],
    close: () => (closing ??= server.drain(deadlineMs).then(() => jobs.idle(deadlineMs))),
  };
};
