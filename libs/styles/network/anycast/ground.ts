import { openPlaces } from '@parley/faults';
import type { OpenGround } from '@parley/roles';
import { keepAnnounced } from './announcer';

const names = ['lisbon', 'oslo'];
const port = 7703;

/** Two places with the same address: the n-th server stands in one of them, the n-th client near it. */
export const openGround: OpenGround = async () => {
  const places = await openPlaces(names, { announced: false });
  keepAnnounced(places, names, port);
  const address = [`udp://${places.address}:${port}`];
  return {
    prefix: (role, index) => places.prefix(role === 'server' ? 'server' : 'client', names[index % 2]!),
    bind: (role) => (role === 'server' ? address : []),
    connect: (role) => (role === 'server' ? [] : address),
    close: places.close,
  };
};
