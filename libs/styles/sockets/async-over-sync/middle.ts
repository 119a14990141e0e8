import { note } from '@parley/evidence';
import { kindOf } from '@parley/faults';
import { openSocketClient, openSocketServer } from '@parley/middleware/socket';
import type { OpenMiddle } from '@parley/roles';
import { openBuffer } from './buffer';
import { frameBytes, roomBytes, style } from './style';

const [receiver, buffer] = ['receiver', 'buffer'].map(
  (role) => style.roles.find(({ name }) => name === role)!.address![0]!,
);
const nothing = Buffer.alloc(0);

/** How long one blocking send may block, in ms: as long as a receiver lives that has no room. */
const patienceMs = 60_000;

/** How long it goes on with what it holds when it is told to end, in ms. */
const drainMs = 5000;

/**
 * The buffer: it answers at once and makes the blocking sends, one after the other, in the sender's place. A send that
 * fails is noted and the message thrown away: nobody is left to be told, and it may have come about.
 */
export const openMiddle: OpenMiddle = async ({ bind: [at = buffer!], connect: [to = receiver!] }) => {
  const waiting = openBuffer({ roomBytes });
  const client = openSocketClient(to, { maxBytes: frameBytes, silenceMs: patienceMs });
  const state = { sending: false, closing: undefined as Promise<void> | undefined };

  const sendAll = async (): Promise<void> => {
    for (; ; await waiting.arrived()) {
      for (let bytes = waiting.poll(); bytes; bytes = waiting.poll()) {
        state.sending = true;
        await client.request(bytes, patienceMs).catch((error: unknown) => {
          note({
            event: 'dropped',
            msg: { id: '' },
            style: style.id,
            hop: 'buffer>receiver',
            channel: style.id,
            note: kindOf(error),
          });
        });
      }
      state.sending = false;
    }
  };
  void sendAll();

  const server = await openSocketServer(
    at,
    { request: async (bytes) => (await waiting.put(bytes), nothing) },
    { maxBytes: frameBytes },
  );
  const close = async () => {
    await server.close();
    const end = performance.now() + drainMs;
    while ((state.sending || waiting.length() > 0) && performance.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 10));
    await client.close();
  };
  return { addresses: server.addresses, close: () => (state.closing ??= close()) };
};
