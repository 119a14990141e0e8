import { Fatal } from '@parley/faults';
import { encodeMessage } from '@parley/marshalling';
import { openPeer } from '@parley/middleware/p2p';
import type { OpenSender } from '@parley/roles';
import { standing } from './place';
import { style } from './style';

/** A peer that publishes. Whoever has subscribed gets it from a neighbour, and that one from another; nobody is asked. */
export const openSender: OpenSender = async (place) => {
  const { peer: options, interest } = standing(place);
  const peer = await openPeer(options);
  return {
    addresses: peer.addresses,
    notify: async (message) => {
      if (message.body.length > style.maxBytes!)
        throw new Fatal(`${message.body.length} B; a message has ${style.maxBytes} B at most`, { reason: 'too-large' });
      await peer.publish(interest.channel, encodeMessage(message));
    },
    close: peer.close,
  };
};
