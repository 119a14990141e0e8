import { openDatagram } from '@parley/middleware/datagram';
import type { OpenStranger } from '@parley/roles';
import { placedOf } from './address';

/** Somebody who sends datagrams of their own to the group of a cell. */
export const openStranger: OpenStranger = async ({ connect: [address = ''], deadlineMs }) => {
  const { interfaceAddress, ...cell } = placedOf(address);
  const socket = await openDatagram({ bind: `udp://${interfaceAddress}:0`, interface: interfaceAddress });
  return { say: (bytes) => socket.send(bytes, cell, deadlineMs), close: socket.close };
};
