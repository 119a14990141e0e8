import { Fatal, Retryable } from '@parley/faults';
import { openDatagram, type Peer } from '@parley/middleware/datagram';
import type { OpenReceiver } from '@parley/roles';
import { isBadInput, room } from '../desk';
import { contentOf, openOnce } from '../once';
import { failureBytes, groupAddressOf, readCall, resultBytes } from './datagrams';

type Call = ReturnType<typeof readCall>;

/** A doubled datagram is the same to the last byte; who calls anew takes a new number. */
const keyed = ({ call, operation, message }: Call) => ({ key: call, content: `${operation} ${contentOf(message)}` });

/**
 * A server of a group: gets the calls to the group's address that it binds, and answers each caller from an address of
 * its own. A call that the network doubles is run once and answered twice. Calls beyond `room` are refused.
 */
export const openMember: OpenReceiver = async ({ bind: [address = ''], deadlineMs }, application) => {
  const { interfaceAddress } = groupAddressOf(address);
  const answers = await openDatagram({ bind: `udp://${interfaceAddress}:0`, interface: interfaceAddress });
  const once = openOnce();
  const inHand = new Set<Promise<unknown>>();

  const run = async ({ call, operation, message }: Call): Promise<Buffer> => {
    try {
      if (inHand.size >= room) throw new Retryable(`${room} calls are in hand`);
      if (operation === 'reserve') return resultBytes(call, await application.reserve(message));
      await application.notify(message);
      return resultBytes(call, { ...message, headers: {}, body: Buffer.alloc(0) });
    } catch (error) {
      if (isBadInput(error)) application.refused(error);
      return failureBytes(call, error);
    }
  };

  const serve = async (bytes: Buffer, from: Peer): Promise<void> => {
    try {
      const call = readCall(bytes);
      await answers.send(await once(keyed(call), () => run(call)), from, deadlineMs);
    } catch (error) {
      // Who asked is told nothing where it is not known who asked, or cannot be reached: it settles by its own deadline.
      const cause = new Fatal('an answer could not be sent', { reason: 'unanswered', cause: error });
      application.refused(isBadInput(error) ? error : cause);
    }
  };

  const socket = await openDatagram({ bind: address, interface: interfaceAddress }, (bytes, from) => {
    const one: Promise<unknown> = serve(bytes, from).finally(() => inHand.delete(one));
    inHand.add(one);
  });
  const close = async () => {
    await socket.close();
    const over = new Promise((resolve) => setTimeout(resolve, deadlineMs).unref());
    await Promise.race([Promise.all(inHand), over]);
    await answers.close();
  };
  let closing: Promise<void> | undefined;
  return { addresses: [`${socket.address}/${interfaceAddress}`], close: () => (closing ??= close()) };
};
