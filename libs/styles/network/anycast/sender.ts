import { Fatal, OutcomeUnknown } from '@parley/faults';
import { openDatagram, peerOf } from '@parley/middleware/datagram';
import type { Message, OpenSender } from '@parley/roles';
import { decode, encode, errorOf } from './wire';

interface Waiting {
  answer(message: Message): void;
  fail(error: Error): void;
}

/**
 * Asks at an address that several servers have, `udp://10.99.0.1:7703`: the routes decide which of them answers. A
 * notice is released when the kernel has it. A request is sent once; without an answer within the deadline its outcome
 * is unknown: it may be lost, or its answer.
 */
export const openSender: OpenSender = async ({ connect: [address = 'udp://10.99.0.1:7703'], deadlineMs }) => {
  const anyone = peerOf(address);
  const waiting = new Map<string, Waiting>();
  let closed = false;

  const socket = await openDatagram({ bind: 'udp://0.0.0.0:0' }, (bytes) => {
    try {
      const { kind, message } = decode(bytes);
      const asked = waiting.get(message.headers['in-reply-to'] ?? '');
      if (kind === 'reply') asked?.answer(message);
      if (kind === 'failure') asked?.fail(errorOf(message));
    } catch {
      // Not one of ours: whoever waits goes on waiting.
    }
  });

  const reserve = (request: Message) =>
    new Promise<Message>((answer, fail) => {
      if (closed) throw new Fatal('the client is closed', { reason: 'closed' });
      const ended = <T>(settle: (value: T) => void) => {
        return (value: T) => {
          clearTimeout(timer);
          waiting.delete(request.id);
          settle(value);
        };
      };
      const refused = ended<Error>(fail);
      const silence = () => refused(new OutcomeUnknown(`no answer from ${address} within ${deadlineMs} ms`));
      const timer = setTimeout(silence, deadlineMs);
      waiting.set(request.id, { answer: ended(answer), fail: refused });
      try {
        socket.send(encode('request', request), anyone, deadlineMs).catch(refused);
      } catch (error) {
        refused(error as Error);
      }
    });

  return {
    addresses: [],
    notify: async (message) => {
      if (closed) throw new Fatal('the client is closed', { reason: 'closed' });
      await socket.send(encode('notice', message), anyone, deadlineMs);
    },
    reserve,
    close: async () => {
      closed = true;
      while (waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await socket.close();
    },
  };
};
