import { openDatagram, peerOf } from '@parley/middleware/datagram';
import type { OpenStranger } from '@parley/roles';
import { style } from './style';
import { bindFor } from './wire';

/** Somebody who sends datagrams of any bytes. */
export const openStranger: OpenStranger = async ({ connect: [address = style.roles[0]!.address![0]!], deadlineMs }) => {
  const peer = peerOf(address);
  const socket = await openDatagram({ bind: bindFor(peer) });
  return { say: (bytes) => socket.send(bytes, peer, deadlineMs), close: socket.close };
};
