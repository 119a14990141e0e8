import { Fatal, OutcomeUnknown } from '@parley/faults';
import { decodeMessage, encodeMessage } from '@parley/marshalling';
import { openDatagram, peerOf } from '@parley/middleware/datagram';
import { decodeFailure } from '@parley/middleware/socket';
import type { Message, OpenSender } from '@parley/roles';
import { maxBytes, style } from './style';
import { bindFor, decodeUnit, encodeUnit } from './wire';

const encode = (message: Message): Buffer => {
  const { length } = message.body;
  if (length <= maxBytes) return encodeMessage(message);
  throw new Fatal(`a body of ${length} B, ${maxBytes} B is the most`, { reason: 'too-large' });
};

interface Asked {
  resolve(reply: Message): void;
  reject(error: Error): void;
}

/** A datagram for each notice and each request; nothing is sent a second time, so a lost one is never made good. */
export const openSender: OpenSender = async ({ connect: [address = style.roles[0]!.address![0]!], deadlineMs }) => {
  const peer = peerOf(address);
  const asked = new Map<number, Asked>();
  let last = 0;
  const take = (bytes: Buffer): void => {
    try {
      const { kind, id, payload } = decodeUnit(bytes);
      if (kind === 'reply') asked.get(id)?.resolve(decodeMessage(payload));
      if (kind === 'failure') asked.get(id)?.reject(decodeFailure(payload));
    } catch {
      // Anybody can send to this port: what is no reply is nobody's.
    }
  };
  const socket = await openDatagram({ bind: bindFor(peer) }, take);

  const reserve = (request: Message): Promise<Message> =>
    new Promise((resolve, reject) => {
      const id = (last = (last + 1) >>> 0);
      const unknown = () => reject(new OutcomeUnknown(`sent, and no reply within ${deadlineMs} ms`));
      const timer = setTimeout(unknown, deadlineMs);
      const settled =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          asked.delete(id);
          settle(value);
        };
      asked.set(id, { resolve: settled(resolve), reject: settled(reject) });
      socket
        .send(encodeUnit({ kind: 'request', id, payload: encode(request) }), peer, deadlineMs)
        .catch(settled(reject));
    });

  return {
    addresses: [],
    notify: async (message) =>
      socket.send(encodeUnit({ kind: 'notice', id: 0, payload: encode(message) }), peer, deadlineMs),
    reserve,
    close: socket.close,
  };
};
