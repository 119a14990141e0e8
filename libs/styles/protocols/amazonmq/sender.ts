import { openAmqp1Sender } from '@parley/middleware/amqp1';
import type { OpenSender } from '@parley/roles';
import { access } from '../access';
import { carriedOf } from '../envelope';
import { fitting } from '../limits';
import { port, queueOf } from './place';

/** Opens a sending link. A notice is sent unsettled, and done when the broker's disposition says `accepted`. */
export const openSender: OpenSender = async (place) => {
  const to = access(place, port);
  const { send, close } = await openAmqp1Sender({ ...to, target: queueOf(to.url) });
  return {
    addresses: [],
    notify: async (message) => {
      const { type, headers, ...carried } = carriedOf(fitting(message));
      await send({ ...carried, subject: type, properties: headers }, place.deadlineMs);
    },
    close,
  };
};
