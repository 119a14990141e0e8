import { Fatal } from '@parley/faults';
import { decodeMessage, encodeMessage } from '@parley/marshalling';
import { openSocketClient } from '@parley/middleware/socket';
import type { Message, OpenSender } from '@parley/roles';
import { frameBytes, maxBytes, style } from './style';

const encode = (message: Message): Buffer => {
  const { length } = message.body;
  if (length <= maxBytes) return encodeMessage(message);
  throw new Fatal(`a body of ${length} B, ${maxBytes} B is the most`, { reason: 'too-large' });
};

/** A notice is one frame and a request is one that is answered, over one connection that is made when it is needed. */
export const openSender: OpenSender = async ({ connect: [address = style.roles[0]!.address![0]!], deadlineMs }) => {
  const client = openSocketClient(address, { maxBytes: frameBytes });
  return {
    addresses: [],
    notify: async (message) => client.notify(encode(message), deadlineMs),
    reserve: async (request) => decodeMessage(await client.request(encode(request), deadlineMs)),
    close: client.close,
  };
};
