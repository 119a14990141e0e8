import { openDatagram, peerOf } from '@parley/middleware/datagram';
import type { OpenSender } from '@parley/roles';
import { datagramOf } from '../datagrams';

/**
 * Sends to everybody on the network: `udp://192.168.1.255:7702` (directed: that network) or `udp://255.255.255.255:7702`
 * (limited: this one, whichever it is). A notice is one datagram, released when the kernel has it.
 */
export const openSender: OpenSender = async ({ connect: [address = 'udp://255.255.255.255:7702'], deadlineMs }) => {
  const everybody = peerOf(address);
  const socket = await openDatagram({ bind: 'udp://0.0.0.0:0', broadcast: true });
  return {
    addresses: [],
    notify: async (message) => socket.send(datagramOf(message), everybody, deadlineMs),
    close: socket.close,
  };
};
