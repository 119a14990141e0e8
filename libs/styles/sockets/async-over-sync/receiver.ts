import { Fatal } from '@parley/faults';
import { decodeMessage } from '@parley/marshalling';
import { openSocketServer } from '@parley/middleware/socket';
import type { OpenReceiver } from '@parley/roles';
import { openBuffer } from './buffer';
import { frameBytes, roomBytes, style } from './style';

const nothing = Buffer.alloc(0);

/** So many messages may be in the application's hands at a time. */
const inHand = 16;

const asFatal = (error: unknown): Fatal =>
  error instanceof Fatal ? error : new Fatal('the application failed', { reason: 'application', cause: error });

/**
 * A synchronous receive that ends in a buffer: the sender of each message is let go when it is in. The application looks
 * into the buffer when it likes, and looking never blocks.
 */
export const openReceiver: OpenReceiver = async ({ bind: [address = style.roles[0]!.address![0]!] }, application) => {
  const arrived = openBuffer({ roomBytes });
  const handling = new Set<Promise<void>>();
  let closing: Promise<void> | undefined;

  const handle = (bytes: Buffer): void => {
    const one: Promise<void> = (async () => application.notify(decodeMessage(bytes)))()
      .catch((error) => application.refused(asFatal(error)))
      .finally(() => handling.delete(one));
    handling.add(one);
  };
  const look = async (): Promise<void> => {
    for (; ; await arrived.arrived()) {
      for (let bytes = arrived.poll(); bytes; bytes = arrived.poll()) {
        handle(bytes);
        if (handling.size >= inHand) await Promise.race(handling);
      }
    }
  };
  void look();

  const server = await openSocketServer(
    address,
    { request: async (bytes) => (await arrived.put(bytes), nothing), refused: application.refused },
    { maxBytes: frameBytes },
  );
  const close = async () => {
    await server.close();
    while (arrived.length() + handling.size > 0) await Promise.race([...handling, new Promise(setImmediate)]);
  };
  return { addresses: server.addresses, close: () => (closing ??= close()) };
};
