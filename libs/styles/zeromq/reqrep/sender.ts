import { decodeParts, encodeHead, type Message } from '@parley/marshalling';
import { openRequester } from '@parley/middleware/zeromq';
import type { OpenSender } from '@parley/roles';
import { credentials as keysOf } from './keys';
import { ports } from './style';

/** Opens a client. A notice is a request whose reply says only that it has been processed. */
export const openSender: OpenSender = async ({ connect, deadlineMs, credentials }) => {
  const { request, close } = openRequester({
    connect: connect.length > 0 ? connect : [ports[0]],
    curve: keysOf(credentials),
  });
  // The body is copied, as libzmq sends from the buffer itself and may do so after the deadline.
  const ask = (operation: 'notice' | 'request', message: Message) =>
    request([operation, encodeHead(message), Buffer.from(message.body)], { deadlineMs });
  return {
    addresses: [],
    notify: async (message) => void (await ask('notice', message)),
    reserve: async (message) => {
      const [head = Buffer.alloc(0), body = Buffer.alloc(0)] = await ask('request', message);
      return decodeParts(head, body);
    },
    close,
  };
};
