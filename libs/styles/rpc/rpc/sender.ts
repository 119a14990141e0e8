import { grpcClient } from '@parley/middleware/grpc';
import type { Message, OpenSender } from '@parley/roles';
import { targetOf } from '../address';
import { openGate } from '../gate';
import { keyHeader } from '../once';
import { told } from '../outcome';
import { whenThereIsRoom } from '../patient';
import { fromWire, toWire } from '../wire';
import { callsName, type CallsDefinition } from './service';

/** Only a call with a key may be sent again: without one nobody could tell a repetition from a second call. */
const options = ({ headers }: Message, deadlineMs: number) => ({
  deadlineMs,
  idempotent: headers[keyHeader] !== undefined,
});

/** The client: each operation is one call, and returns when the procedure at the server has ended. */
export const openSender: OpenSender = async ({ connect, deadlineMs }) => {
  const calls = grpcClient<CallsDefinition>(callsName, targetOf(connect), { deadlineMs });
  const gate = openGate('the client', deadlineMs);
  return {
    addresses: [],
    notify: (message) =>
      gate.enter(async (left) => {
        const wire = toWire(message);
        await told(whenThereIsRoom(left, (ms) => calls.Notify({ message: wire }, options(message, ms))));
      }),
    reserve: (request) =>
      gate.enter(async (left) => {
        const wire = toWire(request);
        const { message } = await told(
          whenThereIsRoom(left, (ms) => calls.Reserve({ message: wire }, options(request, ms))),
        );
        return fromWire(message);
      }),
    close: () => gate.close(calls.close),
  };
};
