import { openStompSender } from '@parley/middleware/stomp';
import type { OpenSender } from '@parley/roles';
import { access } from '../access';
import { carriedOf } from '../envelope';
import { fitting } from '../limits';
import { destination, port } from './place';

/** Opens a sender. A notice is a persistent SEND that asks for a receipt, and done when the receipt is there. */
export const openSender: OpenSender = async (place) => {
  const { send, close } = await openStompSender({ ...access(place, port), destination });
  return {
    addresses: [],
    notify: async (message) => send(carriedOf(fitting(message)), place.deadlineMs),
    close,
  };
};
