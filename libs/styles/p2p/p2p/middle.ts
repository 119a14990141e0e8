import { openPeer } from '@parley/middleware/p2p';
import type { OpenMiddle } from '@parley/roles';
import { standing } from './place';

/** A peer like the others that everybody knows: it only forwards. Newcomers need one peer to begin with, any one. */
export const openMiddle: OpenMiddle = async (place) => {
  const { peer: options, interest } = standing(place);
  const peer = await openPeer(options);
  peer.subscribe(interest.channel, () => undefined);
  return { addresses: peer.addresses, close: peer.close };
};
