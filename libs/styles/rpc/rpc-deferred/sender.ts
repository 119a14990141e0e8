import type { OpenSender } from '@parley/roles';
import { openGate } from '../gate';
import { openClient } from './client';

/** The client: asks, is let go by the receipt, and collects the result that its own server is called back with. */
export const openSender: OpenSender = async (place) => {
  const client = await openClient(place);
  const gate = openGate('the client', place.deadlineMs);
  return {
    addresses: client.addresses,
    notify: (message) => gate.enter((left) => client.tell(message, { withinMs: left })),
    reserve: (request) =>
      gate.enter(async (left) => {
        const { result } = await client.ask(request, { withinMs: left });
        return result;
      }),
    close: () => gate.close(client.close),
  };
};
