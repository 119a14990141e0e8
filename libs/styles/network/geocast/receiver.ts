import { Fatal } from '@parley/faults';
import { openDatagram } from '@parley/middleware/datagram';
import type { OpenReceiver } from '@parley/roles';
import { isCountry } from '@parley/topology';
import { openNotices } from '../notices';
import { cellOf, groupOf, isIn } from './area';
import { home, placedOf } from './address';
import { decode } from './wire';
import { pointOf } from './places';

/**
 * Stands in a country, `udp://239.77.4.55:7704/France`: it joins the group of the cell that it stands in, and gives the
 * application what is meant for an area around it. Throws Fatal `address` where that is not the group of its cell.
 */
export const openReceiver: OpenReceiver = async ({ bind: [address = home] }, application) => {
  const { host, port, place, interfaceAddress } = placedOf(address);
  if (!isCountry(place)) throw new Fatal(`no country that orders are sent to: ${place}`, { reason: 'address' });
  const group = groupOf(cellOf(pointOf[place]));
  if (host !== group) throw new Fatal(`${place} is in the cell of ${group}, not of ${host}`, { reason: 'address' });
  const notices = openNotices(application, (bytes) => {
    const { area, message } = decode(bytes);
    return isIn(area, place) ? message : undefined;
  });
  const socket = await openDatagram({ bind: `udp://${group}:${port}`, interface: interfaceAddress }, notices.take);
  return {
    addresses: [`${socket.address}/${encodeURIComponent(place)}@${interfaceAddress}`],
    close: async () => {
      await socket.close();
      await notices.drain();
    },
  };
};
