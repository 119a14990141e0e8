import { openAmqp1Receiver } from '@parley/middleware/amqp1';
import type { OpenReceiver } from '@parley/roles';
import { access } from '../access';
import { messageOf } from '../envelope';
import { entity, type Entity } from './place';

/** Opens a receiving link. What its handler has finished is accepted; what it refuses is rejected. */
export const receivingFrom =
  ({ port, nodeOf }: Entity): OpenReceiver =>
  async (place, application) => {
    const to = access(place, port);
    const { close } = await openAmqp1Receiver({
      ...to,
      source: nodeOf(to.url),
      decode: ({ subject, properties, ...carried }) => messageOf({ ...carried, type: subject, headers: properties }),
      handle: application.notify,
      refused: application.refused,
    });
    return { addresses: [], close };
  };

export const openReceiver = receivingFrom(entity);
