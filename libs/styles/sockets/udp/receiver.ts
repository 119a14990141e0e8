import { Fatal } from '@parley/faults';
import { decodeMessage, encodeMessage } from '@parley/marshalling';
import { openDatagram, type Peer } from '@parley/middleware/datagram';
import { encodeFailure } from '@parley/middleware/socket';
import type { OpenReceiver } from '@parley/roles';
import { style } from './style';
import { decodeUnit, encodeUnit, type Unit } from './wire';

/** So many datagrams may be in the application's hands at a time; what comes beyond is dropped, as a full buffer does. */
const room = 512;

const asFatal = (error: unknown): Fatal =>
  error instanceof Fatal ? error : new Fatal('the application failed', { reason: 'application', cause: error });

/** Takes each datagram as it comes, whoever it is from, and answers a request to where it came from. */
export const openReceiver: OpenReceiver = async ({ bind: [address = style.roles[0]!.address![0]!] }, application) => {
  const inHand = new Set<Promise<void>>();
  const answer = (unit: Unit, to: Peer) => socket.send(encodeUnit(unit), to).catch(() => undefined);

  const ask = async ({ id, payload }: Unit, from: Peer): Promise<void> => {
    try {
      const reply = encodeMessage(await application.reserve(decodeMessage(payload)));
      await answer({ kind: 'reply', id, payload: reply }, from);
    } catch (error) {
      await answer({ kind: 'failure', id, payload: encodeFailure(error) }, from);
      throw error;
    }
  };
  const deliver = async (bytes: Buffer, from: Peer): Promise<void> => {
    if (inHand.size >= room) throw new Fatal(`${room} datagrams are in hand`, { reason: 'full' });
    const unit = decodeUnit(bytes);
    if (unit.kind === 'request') await ask(unit, from);
    if (unit.kind === 'notice') await application.notify(decodeMessage(unit.payload));
  };
  const take = (bytes: Buffer, from: Peer): void => {
    const one: Promise<void> = deliver(bytes, from)
      .catch((error) => application.refused(asFatal(error)))
      .finally(() => inHand.delete(one));
    inHand.add(one);
  };

  let isOpen = false;
  const socket = await openDatagram({ bind: address }, (bytes, from) => isOpen && take(bytes, from));
  isOpen = true;
  let closing: Promise<void> | undefined;
  const close = async () => {
    isOpen = false;
    await Promise.all(inHand);
    await socket.close();
  };
  return { addresses: [socket.address], close: () => (closing ??= close()) };
};
