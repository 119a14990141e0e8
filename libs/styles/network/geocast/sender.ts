import { isGroup, openDatagram, type Peer } from '@parley/middleware/datagram';
import type { OpenSender } from '@parley/roles';
import { areaOf, cellsOf, firstCellOf, groupOf } from './area';
import { home, placedOf } from './address';
import { encode } from './wire';

/**
 * Sends to an area: the message's header `area`, or else the one in its own address, `udp://239.77.4.55:7704/France`.
 * One copy goes to the group of each cell that the area touches. A notice is released when the kernel has all of them.
 */
export const openSender: OpenSender = async ({ connect, deadlineMs }) => {
  const known = (connect.length > 0 ? connect : [home]).map(placedOf);
  const [{ place, port, interfaceAddress }] = known as [(typeof known)[0]];
  // An address that is no group (of a way with faults on it) stands for the group of the cell in which its area begins.
  const ways = new Map<number, Peer>(
    known.filter(({ host }) => !isGroup(host)).map((way) => [firstCellOf(areaOf(way.place)), way]),
  );
  const socket = await openDatagram({ bind: `udp://${interfaceAddress}:0`, interface: interfaceAddress });
  return {
    addresses: [],
    notify: async (message) => {
      const area = message.headers.area ?? place;
      const datagram = encode(area, message);
      const copies = cellsOf(areaOf(area)).map((cell) => ways.get(cell) ?? { host: groupOf(cell), port });
      await Promise.all(copies.map((to) => socket.send(datagram, to, deadlineMs)));
    },
    close: socket.close,
  };
};
