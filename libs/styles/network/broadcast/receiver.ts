import { openDatagram } from '@parley/middleware/datagram';
import type { OpenReceiver } from '@parley/roles';
import { openNotices } from '../notices';

/** Gets what is sent to everybody at its port: there is nothing to join, and no way to be left out but another port. */
export const openReceiver: OpenReceiver = async ({ bind: [address = 'udp://0.0.0.0:7702'] }, application) => {
  const notices = openNotices(application);
  const socket = await openDatagram({ bind: address, shared: true }, notices.take);
  return {
    addresses: [socket.address],
    close: async () => {
      await socket.close();
      await notices.drain();
    },
  };
};
