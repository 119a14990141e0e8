import { Fatal } from '@parley/faults';
import { decodeMessage } from '@parley/marshalling';
import { openPeer } from '@parley/middleware/p2p';
import { noteOf, type OpenReceiver } from '@parley/roles';
import { openInbox } from './inbox';
import { standing } from './place';

/** A peer that subscribes: it forwards everything on its channel, and delivers what it wants of it. */
export const openReceiver: OpenReceiver = async (place, application) => {
  const { peer: options, interest } = standing(place);
  const peer = await openPeer(options);
  const inbox = openInbox(application);
  peer.subscribe(interest.channel, ({ data, author, via }) => {
    try {
      const message = decodeMessage(data);
      noteOf('p2p', 'received', message, `via ${via}`);
      if (interest.wants(message)) inbox.take(message, author);
    } catch (error) {
      application.refused(error as Fatal);
    }
  });
  return {
    addresses: peer.addresses,
    close: async () => {
      await peer.close();
      await inbox.emptied();
    },
  };
};
