import { Fatal } from '@parley/faults';
import { openDatagram, peerOf, type Peer } from '@parley/middleware/datagram';
import type { OpenReceiver } from '@parley/roles';
import { decode, encode, encodeFailure } from './wire';

/** So many messages may be in the application's hands at a time; what comes beyond is dropped. */
const room = 512;

/**
 * One of the servers of an address that others have too, `udp://10.99.0.1:7703`. It answers from that same address, and
 * knows nothing of the others.
 */
export const openReceiver: OpenReceiver = async ({ bind: [address = 'udp://10.99.0.1:7703'] }, application) => {
  const inHand = new Set<Promise<void>>();
  let closing = false;

  const handle = async (bytes: Buffer, from: Peer) => {
    const { kind, message } = decode(bytes);
    if (inHand.size > room) throw new Fatal(`more than ${room} messages are in hand`, { reason: 'full' });
    if (kind === 'notice') return application.notify(message);
    if (kind !== 'request') throw new Fatal(`a ${kind} is nothing to be asked`, { reason: 'undecodable' });
    const reply = async () => {
      const answer = await application.reserve(message);
      return encode('reply', { ...answer, headers: { ...answer.headers, 'in-reply-to': message.id } });
    };
    const failed = (error: unknown) => {
      if (error instanceof Fatal) application.refused(error);
      return encodeFailure(message, error);
    };
    await socket.send(await reply().catch(failed), from);
  };

  const socket = await openDatagram({ bind: address }, (bytes, from) => {
    // The socket stays open for the answers only.
    if (closing) return;
    const refused = (error: unknown) =>
      application.refused(
        error instanceof Fatal ? error : new Fatal('it failed', { reason: 'application', cause: error }),
      );
    const one: Promise<void> = handle(bytes, from)
      .catch(refused)
      .finally(() => inHand.delete(one));
    inHand.add(one);
  });
  return {
    addresses: [`udp://${peerOf(address).host}:${peerOf(socket.address).port}`],
    close: async () => {
      closing = true;
      await Promise.all(inHand);
      await socket.close();
    },
  };
};
