import { openAmqp1Sender } from '@parley/middleware/amqp1';
import type { OpenSender } from '@parley/roles';
import { access } from '../access';
import { carriedOf } from '../envelope';
import { fitting } from '../limits';
import { node, port } from './place';

/** Opens a sending link. A notice is sent unsettled, and done when the broker's disposition says `accepted`. */
export const openSender: OpenSender = async (place) => {
  const { send, close } = await openAmqp1Sender({ ...access(place, port), target: node });
  return {
    addresses: [],
    notify: async (message) => {
      const { type, headers, ...carried } = carriedOf(fitting(message));
      await send({ ...carried, subject: type, properties: headers }, place.deadlineMs);
    },
    close,
  };
};
