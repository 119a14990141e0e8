import { openPeer } from '@parley/middleware/p2p';
import type { OpenStranger } from '@parley/roles';
import { standing } from './place';

/** A peer that publishes bytes that are no message of ours. */
export const openStranger: OpenStranger = async (place) => {
  const { peer: options, interest } = standing(place);
  const peer = await openPeer(options);
  return { say: (bytes) => peer.publish(interest.channel, bytes), close: peer.close };
};
