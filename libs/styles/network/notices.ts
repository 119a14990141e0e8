import { Fatal } from '@parley/faults';
import { decodeMessage } from '@parley/marshalling';
import type { Application } from '@parley/roles';

/** So many messages may be in the application's hands at a time; what comes beyond is dropped, as the network does. */
const room = 512;

const refusalOf = (error: unknown): Fatal =>
  error instanceof Fatal ? error : new Fatal('the application failed', { reason: 'application', cause: error });

/**
 * Gives datagrams to the application, each at once: nothing is sorted, nothing is asked for again. What is no message, and
 * what comes while the application's hands are full, is refused. `messageIn` takes the message out of the datagram; nothing
 * where it is for others. `drain` resolves when what is in hand is finished.
 */
export function openNotices(
  application: Application,
  messageIn: (bytes: Buffer) => Buffer | undefined = (bytes) => bytes,
) {
  const inHand = new Set<Promise<void>>();
  const deliver = async (bytes: Buffer) => {
    try {
      const own = messageIn(bytes);
      if (!own) return;
      const message = decodeMessage(own);
      if (inHand.size > room) throw new Fatal(`more than ${room} messages are in hand`, { reason: 'full' });
      await application.notify(message);
    } catch (error) {
      application.refused(refusalOf(error));
    }
  };
  return {
    take: (bytes: Buffer): void => {
      const one: Promise<void> = deliver(bytes).finally(() => inHand.delete(one));
      inHand.add(one);
    },
    drain: async (): Promise<void> => void (await Promise.all(inHand)),
  };
}
