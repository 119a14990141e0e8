import { openDatagram, peerOf } from '@parley/middleware/datagram';
import type { OpenStranger } from '@parley/roles';

/** Somebody on the same network who sends datagrams of their own to everybody. */
export const openStranger: OpenStranger = async ({ connect: [address = ''], deadlineMs }) => {
  const everybody = peerOf(address);
  const socket = await openDatagram({ bind: 'udp://0.0.0.0:0', broadcast: true });
  return { say: (bytes) => socket.send(bytes, everybody, deadlineMs), close: socket.close };
};
