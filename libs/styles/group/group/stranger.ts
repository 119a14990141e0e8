import { openDatagram, peerOf } from '@parley/middleware/datagram';
import type { OpenStranger } from '@parley/roles';

/** Somebody who sends datagrams of their own to the group. */
export const openStranger: OpenStranger = async ({ connect: [address = ''], deadlineMs }) => {
  const { path: local, ...group } = peerOf(address);
  const socket = await openDatagram({ bind: `udp://${local || '127.0.0.1'}:0`, interface: local || '127.0.0.1' });
  return { say: (bytes) => socket.send(bytes, group, deadlineMs), close: socket.close };
};
