import { openDatagram, peerOf } from '@parley/middleware/datagram';
import type { OpenStranger } from '@parley/roles';
import { style } from './style';

/** Somebody who sends datagrams of any bytes. */
export const openStranger: OpenStranger = async ({ connect: [address = style.roles[0]!.address![0]!], deadlineMs }) => {
  const socket = await openDatagram();
  return { say: (bytes) => socket.send(bytes, peerOf(address), deadlineMs), close: socket.close };
};
