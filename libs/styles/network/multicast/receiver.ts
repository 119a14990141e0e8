import { openDatagram } from '@parley/middleware/datagram';
import type { OpenReceiver } from '@parley/roles';
import { openNotices } from '../notices';
import { groupOf } from './group';

/**
 * A member of the group that it binds, `udp://239.77.1.1:7701/<address of the interface>`: from when it has joined until
 * it is closed it gets what the network brings, in the order and as often as it comes.
 */
export const openReceiver: OpenReceiver = async ({ bind: [address = 'udp://239.77.1.1:7701'] }, application) => {
  const { interfaceAddress } = groupOf(address);
  const notices = openNotices(application);
  const socket = await openDatagram({ bind: address, interface: interfaceAddress }, notices.take);
  return {
    addresses: [`${socket.address}/${interfaceAddress}`],
    close: async () => {
      await socket.close();
      await notices.drain();
    },
  };
};
