import { randomInt } from 'node:crypto';
import { openDatagram, peerOf } from '@parley/middleware/datagram';
import type { OpenSender } from '@parley/roles';
import { style } from './style';
import { encodeUnit } from './unit';

/** Sends each unit when it is taken, with its number and its time: what becomes of its timing is the receiver's matter. */
export const openSender: OpenSender = async ({ connect: [address = style.roles[0]!.address![0]!], deadlineMs }) => {
  const peer = peerOf(address);
  const socket = await openDatagram();
  const stream = randomInt(2 ** 32);
  let number = 0;
  return {
    addresses: [],
    notify: async (message) => {
      const unit = encodeUnit({ stream, number: number + 1, stamp: performance.now(), message });
      number += 1;
      await socket.send(unit, peer, deadlineMs);
    },
    close: socket.close,
  };
};
