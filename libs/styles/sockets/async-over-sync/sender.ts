import { Fatal } from '@parley/faults';
import { encodeMessage } from '@parley/marshalling';
import { openSocketClient } from '@parley/middleware/socket';
import type { OpenSender } from '@parley/roles';
import { frameBytes, maxBytes, style } from './style';

const buffer = style.roles.find(({ name }) => name === 'buffer')!;

/** A synchronous call, but to the buffer next door, which answers as soon as it has the message. */
export const openSender: OpenSender = async ({ connect: [address = buffer.address![0]!], deadlineMs }) => {
  const client = openSocketClient(address, { maxBytes: frameBytes });
  return {
    addresses: [],
    notify: async (message) => {
      const { length } = message.body;
      if (length > maxBytes)
        throw new Fatal(`a body of ${length} B, ${maxBytes} B is the most`, { reason: 'too-large' });
      await client.request(encodeMessage(message), deadlineMs);
    },
    close: client.close,
  };
};
