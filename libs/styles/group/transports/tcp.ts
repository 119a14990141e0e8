import { openSocketClient, openSocketServer } from '@parley/middleware/socket';
import { meshOf, type Way } from './mesh';
import type { OpenTransport } from './transport';

const maxFrame = 256 * 1024;
const sendWithinMs = 2000;

const dial = (address: string): Way => {
  const client = openSocketClient(address, { connectMs: 1000 });
  return { send: (frame) => client.notify(frame, sendWithinMs), close: client.close };
};

/**
 * A mesh of TCP connections. One connection loses nothing and keeps its order; what was on its way when one breaks is
 * lost. Resolves when it listens; throws Fatal `address`.
 */
export const openTcp: OpenTransport = async ({ bind = 'tcp://127.0.0.1:0', connect, take, refused }) => {
  const server = await openSocketServer(bind, { notice: async (frame) => take(frame), refused });
  return meshOf({ address: server.addresses[0]!, close: server.close }, dial, connect, maxFrame);
};
