import { openDatagram } from '@parley/middleware/datagram';
import type { OpenStranger } from '@parley/roles';
import { groupOf } from './group';

/** Somebody who sends datagrams of their own to the group. */
export const openStranger: OpenStranger = async ({ connect: [address = ''], deadlineMs }) => {
  const { interfaceAddress, ...group } = groupOf(address);
  const socket = await openDatagram({ bind: `udp://${interfaceAddress}:0`, interface: interfaceAddress });
  return { say: (bytes) => socket.send(bytes, group, deadlineMs), close: socket.close };
};
