import { randomInt } from 'node:crypto';
import { openDatagram } from '@parley/middleware/datagram';
import type { OpenSender } from '@parley/roles';
import { encodeUnit } from '../isochronous/unit';
import { subStreamAt } from './parts';
import { style } from './style';

/**
 * Sends each unit by the sub-stream that its key names, or else by each in turn. All of them are stamped by one clock:
 * that is what the receiver keeps them in step by.
 */
export const openSender: OpenSender = async ({ connect, deadlineMs }) => {
  const parts = (connect.length > 0 ? connect : style.roles[0]!.address!).map(subStreamAt);
  const socket = await openDatagram();
  const stream = randomInt(2 ** 32);
  let number = 0;
  return {
    addresses: [],
    notify: async (message) => {
      const unit = encodeUnit({ stream, number: number + 1, stamp: performance.now(), message });
      number += 1;
      const { peer } = parts.find(({ name }) => name === message.key) ?? parts[number % parts.length]!;
      await socket.send(unit, peer, deadlineMs);
    },
    close: socket.close,
  };
};
