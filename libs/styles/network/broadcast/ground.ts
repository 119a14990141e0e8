import { openLan } from '@parley/faults';
import type { OpenGround } from '@parley/roles';

const hosts = { sender: ['a', 'd'], receiver: ['b', 'c'] };

/** A network of four hosts, as loopback has nobody else to be reached: two for senders, two for receivers. */
export const openGround: OpenGround = async () => {
  const lan = await openLan({ hosts: ['a', 'b', 'c', 'd'] });
  return {
    prefix: (role, index) => lan.prefix(hosts[role === 'receiver' ? 'receiver' : 'sender'][index % 2]!),
    bind: (role) => (role === 'receiver' ? ['udp://0.0.0.0:7702'] : []),
    connect: (role) => (role === 'receiver' ? [] : [`udp://${lan.broadcast}:7702`]),
    close: lan.close,
  };
};
