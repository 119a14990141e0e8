import { Fatal } from '@parley/faults';
import { decodeParts, encodeHead } from '@parley/marshalling';
import { openReplier } from '@parley/middleware/zeromq';
import type { OpenReceiver } from '@parley/roles';
import { serverCurve } from './keys';
import { ports } from './style';

/** What is wrong with the request itself, not with whoever handles it. */
const badInput = ['undecodable', 'unknown-content-type'];

/** Opens a server. The reply goes out when the handler has ended; what it throws is the reply, too. */
export const openReceiver: OpenReceiver = async ({ bind, credentials }, application) => {
  const answer = async ([operation, head = Buffer.alloc(0), body = Buffer.alloc(0)]: Buffer[]) => {
    const message = decodeParts(head, body);
    if (`${operation}` === 'notice') {
      await application.notify(message);
      return [];
    }
    if (`${operation}` !== 'request') throw new Fatal('it asks for nothing that we do', { reason: 'undecodable' });
    const reply = await application.reserve(message);
    return [encodeHead(reply), reply.body];
  };
  const { addresses, close } = await openReplier({
    bind: bind.length > 0 ? bind : [...ports],
    curve: serverCurve(credentials),
    refused: application.refused,
    handle: async (frames) => {
      try {
        return await answer(frames);
      } catch (error) {
        if (error instanceof Fatal && badInput.includes(error.reason)) application.refused(error);
        throw error;
      }
    },
  });
  return { addresses, close };
};
