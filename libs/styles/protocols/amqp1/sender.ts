import { openAmqp1Sender } from '@parley/middleware/amqp1';
import type { OpenSender } from '@parley/roles';
import { access } from '../access';
import { carriedOf } from '../envelope';
import { fitting } from '../limits';
import { entity, type Entity } from './place';

/** Opens a sending link. A notice is sent unsettled, and done when the broker's disposition says `accepted`. */
export const sendingTo =
  ({ port, nodeOf, maxBytes }: Entity): OpenSender =>
  async (place) => {
    const to = access(place, port);
    const { send, close } = await openAmqp1Sender({ ...to, target: nodeOf(to.url) });
    return {
      addresses: [],
      notify: async (message) => {
        const { type, headers, ...carried } = carriedOf(fitting(message, maxBytes));
        await send({ ...carried, subject: type, properties: headers }, place.deadlineMs);
      },
      close,
    };
  };

export const openSender = sendingTo(entity);
