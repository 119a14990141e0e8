import { Fatal } from '@parley/faults';
import type { Message__Output as WireRead } from '@parley/contracts/generated/parley/styles/v1/Message';
import { rpcError } from '@parley/middleware/grpc';
import type { Application, Message } from '@parley/roles';
import { fromWire } from './wire';

const bad: readonly string[] = ['undecodable', 'unknown-content-type'];

/** Whether the input is to blame, which the application has to be told. */
export const isBadInput = (error: unknown): error is Fatal => error instanceof Fatal && bad.includes(error.reason);

/** How many calls a server has in hand at most: one more is refused, not kept waiting in memory. */
export const room = 512;

/**
 * The server's side of a call: reads the message, sees that there is room, runs the procedure. Bad input is told to the
 * application and thrown on, for the caller. Throws what the procedure throws, and RESOURCE_EXHAUSTED where it is full.
 */
export const openDesk = (application: Application) => {
  let inHand = 0;
  const run = async <T>(wire: WireRead | null | undefined, procedure: (message: Message) => Promise<T>): Promise<T> => {
    if (inHand >= room) throw rpcError('RESOURCE_EXHAUSTED', `${room} calls are in hand`, { reason: 'full' });
    inHand += 1;
    try {
      return await procedure(fromWire(wire));
    } catch (error) {
      if (isBadInput(error)) application.refused(error);
      throw error;
    } finally {
      inHand -= 1;
    }
  };
  return {
    notify: (wire: WireRead | null | undefined): Promise<void> => run(wire, (message) => application.notify(message)),
    reserve: (wire: WireRead | null | undefined): Promise<Message> =>
      run(wire, (request) => application.reserve(request)),
  };
};
