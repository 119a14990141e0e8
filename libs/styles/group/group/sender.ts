import { Fatal } from '@parley/faults';
import { encodeMessage } from '@parley/marshalling';
import type { OpenSender } from '@parley/roles';
import { openOutside, send } from '../transports';
import { group, maxBytes, settings, stack } from './stack';

/** Sends to the group and is no member of it: it hands each message to one that is, which multicasts it. */
export const openSender: OpenSender = async ({ connect: [address = 'udp://239.77.6.1:7706'], name, deadlineMs }) => {
  const outside = await openOutside({ address, name, group, stack, settings, window: 128 });
  let closing: Promise<void> | undefined;
  return {
    addresses: [],
    notify: async (message) => {
      if (closing) throw new Fatal('this sender is closed', { reason: 'closed' });
      const { length } = message.body;
      if (length > maxBytes)
        throw new Fatal(`a body of ${length} B: ${maxBytes} are the most in one datagram`, { reason: 'too-large' });
      await outside.reached(deadlineMs);
      await send(outside, encodeMessage(message), deadlineMs);
    },
    close: () => (closing ??= outside.close()),
  };
};
