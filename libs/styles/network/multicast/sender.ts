import { openDatagram } from '@parley/middleware/datagram';
import type { OpenSender } from '@parley/roles';
import { datagramOf } from '../datagrams';
import { groupOf } from './group';

/**
 * Sends to a group, `udp://239.77.1.1:7701/<address of the interface>` (127.0.0.1 where it is not said; `?ttl=0` behind it
 * keeps it on this host), not to members: who they are and how many, it never learns. A notice is one datagram, released
 * when the kernel has it.
 */
export const openSender: OpenSender = async ({ connect: [address = 'udp://239.77.1.1:7701'], deadlineMs }) => {
  const { interfaceAddress, ttl, ...group } = groupOf(address);
  const socket = await openDatagram({ bind: `udp://${interfaceAddress}:0`, interface: interfaceAddress, ttl });
  return {
    addresses: [],
    notify: async (message) => socket.send(datagramOf(message), group, deadlineMs),
    close: socket.close,
  };
};
