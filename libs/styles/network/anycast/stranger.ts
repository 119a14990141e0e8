import { openDatagram, peerOf } from '@parley/middleware/datagram';
import type { OpenStranger } from '@parley/roles';

/** Somebody who sends datagrams of their own to the shared address. */
export const openStranger: OpenStranger = async ({ connect: [address = ''], deadlineMs }) => {
  const anyone = peerOf(address);
  const socket = await openDatagram({ bind: 'udp://0.0.0.0:0' });
  return { say: (bytes) => socket.send(bytes, anyone, deadlineMs), close: socket.close };
};
