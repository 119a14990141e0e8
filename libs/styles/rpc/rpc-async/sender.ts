import { grpcClient } from '@parley/middleware/grpc';
import type { OpenSender } from '@parley/roles';
import { targetOf } from '../address';
import { openGate } from '../gate';
import { told } from '../outcome';
import { whenThereIsRoom } from '../patient';
import { submissionsName, type SubmissionsDefinition } from '../submissions';
import { toWire } from '../wire';

/** The client: an operation returns with the server's receipt; no result will ever come. */
export const openSender: OpenSender = async ({ connect, deadlineMs }) => {
  const submissions = grpcClient<SubmissionsDefinition>(submissionsName, targetOf(connect), { deadlineMs });
  const gate = openGate('the client', deadlineMs);
  return {
    addresses: [],
    notify: (message) =>
      gate.enter(async (left) => {
        const wire = toWire(message);
        await told(whenThereIsRoom(left, (deadlineMs) => submissions.Submit({ message: wire }, { deadlineMs })));
      }),
    close: () => gate.close(submissions.close),
  };
};
