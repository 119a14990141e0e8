import { openPuller, openPusher } from '@parley/middleware/zeromq';
import { meshOf, type Way } from './mesh';
import type { OpenTransport } from './transport';

const scheme = 'zeromq+';
const maxFrame = 256 * 1024;
const sendWithinMs = 2000;

const bare = (address: string): string => (address.startsWith(scheme) ? address.slice(scheme.length) : address);

const dial = (address: string): Way => {
  const opening = openPusher({ connect: [bare(address)], full: 'error' });
  return {
    send: async (frame) => (await opening).push([frame], { deadlineMs: sendWithinMs }),
    close: async () => (await opening).close(),
  };
};

/**
 * A mesh of ZeroMQ's PUSH and PULL sockets: each process pulls at one address, and pushes to each of the others. What
 * waits for a process that dies is lost. Resolves when it is bound; throws Fatal `bind`.
 */
export const openZeromq: OpenTransport = async ({ bind = 'tcp://127.0.0.1:0', connect, take }) => {
  const puller = await openPuller({
    bind: [bare(bind)],
    handle: async ([frame]) => {
      if (frame) take(frame);
    },
  });
  const address = `${scheme}${puller.addresses[0]!}`;
  return meshOf({ address, close: puller.close }, dial, connect, maxFrame);
};
