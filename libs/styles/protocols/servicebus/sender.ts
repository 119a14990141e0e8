import { openAmqp1Sender } from '@parley/middleware/amqp1';
import type { OpenSender } from '@parley/roles';
import { access } from '../access';
import { carriedOf } from '../envelope';
import { fitting } from '../limits';
import { entity, maxBytes, port } from './place';

/** Opens a sending link to the entity. MessageId, Subject, ContentType and ApplicationProperties are AMQP 1.0's. */
export const openSender: OpenSender = async (place) => {
  const { send, close } = await openAmqp1Sender({ ...access(place, port), target: entity });
  return {
    addresses: [],
    notify: async (message) => {
      const { type, headers, ...carried } = carriedOf(fitting(message, maxBytes));
      await send({ ...carried, subject: type, properties: headers }, place.deadlineMs);
    },
    close,
  };
};
